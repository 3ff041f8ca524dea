import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateCapture } from "../../scripts/bench/generate-capture.js";
import { pcapOf } from "../packet/fixtures/capture.js";
import { SEED_FRAMES } from "../packet/fixtures/seeds.js";
import { DECODED, Decoder, Segment } from "../packet/index.js";
import { analyzeFiles } from "./analyze.js";
import { captureOf } from "./fixtures/script.js";

const version = spawnSync("tshark", ["--version"], { encoding: "utf8" });
const reason = version.error ? ` (left out: ${version.error.message})` : "";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-tshark-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What both programs say of one TCP packet. */
interface Row {
  index: number;
  src: string;
  dst: string;
  seq: number;
  ack: number;
  flags: number;
  length: number;
  ttl: number;
  window: number;
}

const FIELDS = [
  "frame.number",
  "ip.src",
  "ipv6.src",
  "tcp.srcport",
  "ip.dst",
  "ipv6.dst",
  "tcp.dstport",
  "tcp.seq_raw",
  "tcp.ack_raw",
  "tcp.flags",
  "tcp.len",
  "ip.ttl",
  "ipv6.hlim",
  "tcp.window_size_value",
  "tcp.stream",
];
/** No reassembly, so that each line is one frame; no relative numbers. */
const PREFERENCES = ["-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"];

function tshark(path: string): { rows: Row[]; streams: number[] } {
  const args = ["-n", "-r", path, ...PREFERENCES, "-Y", "tcp && !icmp && !icmpv6", "-T", "fields"];
  const text = execFileSync("tshark", [...args, ...FIELDS.flatMap((field) => ["-e", field])], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const lines = text.split("\n").filter((line) => line !== "");
  const columns = lines.map((line) => line.split("\t"));
  const endpoint = (v4: string, v6: string, port: string) =>
    v6 === "" ? `${v4}:${port}` : `[${v6}]:${port}`;
  return {
    streams: columns.map((column) => Number(column[14])),
    rows: columns.map((column) => {
      const at = (index: number) => column[index] ?? "";
      return {
        index: Number(at(0)) - 1,
        src: endpoint(at(1), at(2), at(3)),
        dst: endpoint(at(4), at(5), at(6)),
        seq: Number(at(7)),
        ack: Number(at(8)),
        flags: Number(at(9)),
        length: Number(at(10)),
        ttl: Number(at(11) || at(12)),
        window: Number(at(13)),
      };
    }),
  };
}

const LETTERS = "FSRP.UEWe";

async function ours(path: string): Promise<{ rows: Row[]; streams: Map<number, number> }> {
  const { connections } = await analyzeFiles([path], { keepPackets: true });
  const streams = new Map<number, number>();
  const rows = connections.flatMap(({ record, packets }, stream) =>
    packets.map((packet) => {
      streams.set(packet.index, stream);
      const [src, dst] =
        packet.dir === ">" ? [record.client, record.server] : [record.server, record.client];
      const { index, seq, ack, length, ttl, window } = packet;
      const letters = packet.flags === "none" ? [] : [...packet.flags];
      const flags = letters.reduce((bits, letter) => bits | (1 << LETTERS.indexOf(letter)), 0);
      return { index, src, dst, seq, ack, flags, length, ttl, window };
    }),
  );
  return { rows: rows.sort((a, b) => a.index - b.index), streams };
}

function save(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function isTunnel(linkType: number, frame: Uint8Array): boolean {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const length = frame.length;
  const result = new Decoder().decode(view, 0, length, length, linkType, new Segment());
  const isPseudowire = view.getUint32(12) === 0x88470001 && view.getUint32(18) === 0;
  return result === DECODED.TUNNEL || result === DECODED.UDP || isPseudowire;
}

describe.skipIf(reason !== "")(`field by field against tshark${reason}`, () => {
  // Of tunnels tshark shows both layers in one line; Ethernet below MPLS it shows only when told which label carries it.
  const plain = SEED_FRAMES.filter(([linkType, frame]) => !isTunnel(linkType, frame));
  test.each(plain.map(([linkType, frame], number) => ({ linkType, frame, number })))(
    "seed frame $number, link type $linkType",
    async ({ linkType, frame, number }) => {
      const path = save(`${number}.pcap`, pcapOf([{ sec: 1, nanos: 2, bytes: frame }], linkType));
      expect((await ours(path)).rows).toEqual(tshark(path).rows);
    },
  );

  test("a conversation with everything that the flags can show", async () => {
    const path = save(
      "conversation.pcap",
      captureOf(`
        0.00 > [SEW]
        0.01 < [S.E] ttl 57
        0.02 > [.] win 0
        0.03 > [P.] len 1400 ts 5
        0.04 > [P.] seq 1 len 1400
        0.05 < [.] len 700 ttl 57
        0.06 > [P.U] len 1
        0.07 > [FP.] len 3
        0.08 < [R.] ttl 51
      `),
    );
    expect((await ours(path)).rows).toEqual(tshark(path).rows);
  });

  test("20,000 generated packets, and the same streams", async () => {
    const size = { seed: 7, packets: 20_000, connections: 2_000, perSecond: 5_000 };
    const chunks = Array.from(generateCapture(size), (chunk) => chunk.slice());
    const path = save("generated.pcap", Buffer.concat(chunks));
    const [mine, theirs] = [await ours(path), tshark(path)];
    expect(mine.rows).toEqual(theirs.rows);
    // The numbers of streams differ where tshark counts otherwise; which packets belong together must not.
    const renamed = new Map<number, number>();
    theirs.rows.forEach(({ index }, at) => {
      const stream = theirs.streams[at] as number;
      const known = renamed.get(stream) ?? (mine.streams.get(index) as number);
      renamed.set(stream, known);
      expect(mine.streams.get(index)).toBe(known);
    });
    expect(new Set(renamed.values()).size).toBe(renamed.size);
  });
});
