import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  encodePcapHeader,
  encodePcapRecord,
  LINK,
  PCAP_FILE_HEADER,
  PCAP_RECORD_HEADER,
} from "../packet/index.js";
import { readSenders } from "./senders.js";

const folder = mkdtempSync(join(tmpdir(), "shift-senders-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The senders of a capture of these frames, in hex. */
function senders(linkType: number, ...frames: string[]): Promise<string[]> {
  const file = join(folder, "one.pcap");
  const header = new Uint8Array(PCAP_FILE_HEADER);
  encodePcapHeader(new DataView(header.buffer), 0, linkType, 160);
  const records = frames.flatMap((hex) => {
    const frame = Buffer.from(hex, "hex");
    const record = new Uint8Array(PCAP_RECORD_HEADER);
    encodePcapRecord(new DataView(record.buffer), 0, 0, 0, frame.length, frame.length);
    return [record, frame];
  });
  writeFileSync(file, Buffer.concat([header, ...records]));
  return readSenders(file);
}

test("frames of Ethernet tell who sent them, each once, and one that is cut off tells nothing", async () => {
  const [there, back] = ["02a50000000102a5000002010800", "02a50000020102a5000000010800"];
  expect(await senders(LINK.ETHERNET, there, back, there, "02a500000001")).toEqual([
    "02:a5:00:00:02:01",
    "02:a5:00:00:00:01",
  ]);
  expect(await senders(LINK.ETHERNET)).toEqual([]);
});

test("a capture of all interfaces tells it as well, and one without link addresses nothing", async () => {
  const cooked = "000000010006" + "02a500000201" + "0000" + "0800";
  expect(await senders(LINK.LINUX_SLL, cooked)).toEqual(["02:a5:00:00:02:01"]);
  expect(await senders(LINK.RAW, cooked)).toEqual([]);
});
