import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";

const HANDSHAKE = `
  0.00 > [S]
  0.01 < [S.] ttl 57
  0.02 > [.]
`;

describe("beyond half of the sequence space", () => {
  /** A segment each billion bytes, acknowledged; what is between them was not captured. */
  const upload = [1e9, 2e9, 3e9, 4e9]
    .map((at) => `1 > [.] seq ${at} len 1000\n 1 < [.] ack ${at + 1000} ttl 57`)
    .join("\n");
  const download = [1e9, 2e9, 3e9]
    .map((at) => `1 < [.] seq ${at} len 1000 ttl 57\n 1 > [.] ack ${at + 1000}`)
    .join("\n");

  test("holes and retransmissions are counted", async () => {
    const again = upload.replaceAll(/1 (> .*)/g, "$&\n1.5 $1");
    const record = await recordOf(`${HANDSHAKE}${again}`);
    expect(record).toMatchObject({ gaps: 4, retransmissions: 4, history: "ShADTaG" });
  });

  test("a RST that answers what was acknowledged came in the transfer, with nothing outstanding", async () => {
    const script = `${HANDSHAKE}${upload.split("\n").slice(0, 6).join("\n")}\n 2 < [R] seq 1`;
    const { reset, shifted } = await recordOf(script);
    expect(reset).toMatchObject({ how: "no-socket", phase: "transfer" });
    expect(shifted.signs.map(({ id }) => id)).toContain("nothing-outstanding");
  });

  test("a RST may answer any ack of the client, and is not accepted where it has acknowledged more", async () => {
    const last = [1, 2, 3].map(
      (n) => `1 < [.] seq ${3e9 + n * 1000} len 1000\n 1 > [.] ack ${3.000001e9 + n * 1000}`,
    );
    const record = await recordOf(
      `${HANDSHAKE}${download}\n${last.join("\n")}\n 2 < [R] seq ${3e9 + 1000}`,
    );
    expect(record).not.toHaveProperty("reset");
    expect(record.shifted.signs.map(({ id }) => id)).toContain("rst-passed-over");
  });

  test("both sides reset it: Zeek's REJ is for sides that sent nothing", async () => {
    const script = `0 > [S]\n 1 > [.] ack 1\n${upload.replaceAll(/1 < .*/g, "")}\n 2 < [R] seq 1\n 2 > [R]`;
    expect(await recordOf(script)).toMatchObject({ state: "RSTR" });
  });
});
