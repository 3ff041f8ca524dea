import { expect, test } from "vitest";
import { captureOf } from "../analysis/fixtures/script.js";
import { analyzeFiles } from "../analysis/index.js";
import { bytesSource } from "../packet/index.js";
import { LADDER_ENDS, ladderText } from "./analyze-ladder.js";

const OPEN = "0 > [S]\n 0.01 < [S.] ttl 57\n 0.02 > [.]\n 0.03 > [P.] len 10\n";
const rounds = (count: number) =>
  Array.from(
    { length: count },
    (_, round) => `${1 + round}.0 < [.] len 1000 ttl 57\n ${1 + round}.5 > [.]\n`,
  ).join("");
const stray = (at: number) => `${at} < [R] seq 20001 ttl 51\n`;
const late = (at: number) => `${at} < [.] len 1000 ttl 57\n ${at}.1 > [R] seq 11\n`.repeat(9);

async function ladder(script: string): Promise<string[]> {
  const source = bytesSource(captureOf(script));
  const { connections } = await analyzeFiles([{ name: "script", source }], {
    keepPackets: true,
    packetEnds: LADDER_ENDS,
  });
  const [connection] = connections;
  if (connection === undefined) throw new Error("there is no connection");
  return ladderText(connection.packets, connection.record);
}

test("a short connection is drawn whole", async () => {
  expect(await ladder(`${OPEN} 0.04 < [R] seq 1 ttl 94`)).toHaveLength(5);
});

test("of a long one the beginning and what surrounds the RST, with what is left out counted", async () => {
  const lines = await ladder(OPEN + rounds(20) + stray(50) + late(51));
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "       0.000 ─[S]─────────────────────────▶ ttl 64 seq 1000
          10.000 ◀────────────────────────[S.]─ ttl 57 seq 50000 ack 1001
          20.000 ─[.]─────────────────────────▶ ttl 64 seq 1001 ack 50001
          30.000 ─[P.]────────────────────────▶ ttl 64 seq 1001 ack 50001 length 10
        1000.000 ◀─────────────────────────[.]─ ttl 57 seq 50001 ack 1011 length 1000
        1500.000 ─[.]─────────────────────────▶ ttl 64 seq 1011 ack 51001
                 … 32 packets …
       18000.000 ◀─────────────────────────[.]─ ttl 57 seq 67001 ack 1011 length 1000
       18500.000 ─[.]─────────────────────────▶ ttl 64 seq 1011 ack 68001
       19000.000 ◀─────────────────────────[.]─ ttl 57 seq 68001 ack 1011 length 1000
       19500.000 ─[.]─────────────────────────▶ ttl 64 seq 1011 ack 69001
       20000.000 ◀─────────────────────────[.]─ ttl 57 seq 69001 ack 1011 length 1000
       20500.000 ─[.]─────────────────────────▶ ttl 64 seq 1011 ack 70001
       50000.000 ◀─────────────────────────[R]─ ttl 51 seq 70001
       51000.000 ◀─────────────────────────[.]─ ttl 57 seq 70001 ack 1011 length 1000
       51100.000 ─[R]─────────────────────────▶ ttl 64 seq 1011
       51000.000 ◀─────────────────────────[.]─ ttl 57 seq 71001 ack 1011 length 1000
                 … 15 packets …"
  `);
});

test("also where the middle was not kept", async () => {
  const lines = await ladder(OPEN + rounds(400) + stray(500));
  expect(lines[6]).toContain("… 792 packets …");
  expect(lines.at(-1)).toContain("[R]");
});
