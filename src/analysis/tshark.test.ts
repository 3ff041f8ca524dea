import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateCapture } from "../../scripts/bench/generate-capture.js";
import { pcapOf } from "../packet/fixtures/capture.js";
import { SEED_FRAMES } from "../packet/fixtures/seeds.js";
import { DECODED, Decoder, Segment } from "../packet/index.js";
import { captureOf } from "./fixtures/script.js";
import { ownTable, tsharkTable } from "./fixtures/tshark.js";

const version = spawnSync("tshark", ["--version"], { encoding: "utf8" });
const reason = version.error ? ` (left out: ${version.error.message})` : "";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-tshark-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const decoder = new Decoder();

function isTunnel(linkType: number, frame: Uint8Array): boolean {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const length = frame.length;
  const result = decoder.decode(view, 0, length, length, linkType, new Segment());
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
      expect((await ownTable(path)).rows).toEqual(tsharkTable(path).rows);
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
    expect((await ownTable(path)).rows).toEqual(tsharkTable(path).rows);
  });

  test("20,000 generated packets, and the same streams", async () => {
    const size = { seed: 7, packets: 20_000, connections: 2_000, perSecond: 5_000 };
    const chunks = Array.from(generateCapture(size), (chunk) => chunk.slice());
    const path = save("generated.pcap", Buffer.concat(chunks));
    const [mine, theirs] = [await ownTable(path), tsharkTable(path)];
    expect(mine.rows).toEqual(theirs.rows);
    // The numbers of streams differ where tshark counts otherwise; which packets belong together must not.
    const renamed = new Map<number, number>();
    theirs.rows.forEach(({ index }) => {
      const stream = theirs.streams.get(index) as number;
      const known = renamed.get(stream) ?? (mine.streams.get(index) as number);
      renamed.set(stream, known);
      expect(mine.streams.get(index)).toBe(known);
    });
    expect(new Set(renamed.values()).size).toBe(renamed.size);
  });
});
