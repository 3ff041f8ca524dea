import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { pcapOf } from "../packet/fixtures/capture.js";
import { LINK } from "../packet/index.js";
import { readSenders } from "./senders.js";

const folder = mkdtempSync(join(tmpdir(), "shift-senders-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The senders of a capture of these frames, in hex. */
function senders(linkType: number, ...frames: string[]): Promise<string[]> {
  const file = join(folder, "one.pcap");
  const records = frames.map((hex) => ({ sec: 0, nanos: 0, bytes: Buffer.from(hex, "hex") }));
  writeFileSync(file, pcapOf(records, linkType));
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
