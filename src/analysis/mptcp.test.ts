import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pcapOf } from "../packet/fixtures/capture.js";
import { readMptcp } from "./mptcp.js";

// Of one connection to Linux 6.18: the SYN-ACK with the server's key and the C flag, and the SYN of its second subflow.
const SYN_ACK =
  "02a50000000102a500000201080045000048000040005206c26fcb00710ac633640200506ab169187d9bb01838bad012fe8843160000020405b40402080ab0b93c86a4725f3b0103030a1e0c0121ed25a27a145e815f";
const JOIN =
  "02a50000020102a5000000010800450000480745400040064733c6336402c0000202b6250050f8a8837800000000d002faf0cea60000020405b40402080a4e5cabcb000000000103030a1e0c10002a76d6297317939e";
const TOKEN = 712_431_145;

const folder = mkdtempSync(join(tmpdir(), "shift-mptcp-"));
const file = join(folder, "origin.pcap");

function capture(...frames: string[]): Uint8Array {
  return pcapOf(frames.map((hex) => ({ sec: 0, nanos: 0, bytes: Buffer.from(hex, "hex") })));
}

beforeAll(() => {
  // A frame that is no TCP is counted as well: numbers are those of the file's packets.
  writeFileSync(file, capture("02a50000000102a5000002010806", SYN_ACK, JOIN));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a subflow names its connection by the token of the server's key", async () => {
  expect(await readMptcp(file)).toEqual({
    tokens: new Map([[1, TOKEN]]),
    joins: new Map([[2, TOKEN]]),
  });
});

test("an option that was cut off by the snap length, or is another one, says nothing", async () => {
  const plain = SYN_ACK.replace("1e0c0121ed25a27a145e815f", "010101010101010101010101");
  // Without its last four bytes, without half of the token, and without any of it.
  const cut = [8, 12, 20].map((digits) => JOIN.slice(0, -digits));
  writeFileSync(file, capture(...cut, plain));
  expect(await readMptcp(file)).toEqual({ tokens: new Map(), joins: new Map() });
});

test("a key after the handshake, which may be the client's, stands for no connection", async () => {
  writeFileSync(file, capture(SYN_ACK.replace("d012fe88", "d010fe88")));
  expect(await readMptcp(file)).toEqual({ tokens: new Map(), joins: new Map() });
});

test("a join that is too short for a token names no connection", async () => {
  // The TCP header ends with the option, and the file with the header.
  const short = JOIN.slice(0, -24).replace("45000048", "45000040").replace("d002faf0", "b002faf0");
  writeFileSync(file, capture(`${short}1e041000`));
  expect(await readMptcp(file)).toEqual({ tokens: new Map(), joins: new Map() });
});
