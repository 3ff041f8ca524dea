import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";
import { OPEN, shiftOf } from "./fixtures/shift.js";

/** An answer whose second of three segments is lost, with a FIN behind it: the client acknowledges the first one again. */
const ANSWER = `${OPEN}
  0.05 < [.] seq 1 len 1000 ttl 57 id 11
  0.05 > [.] ack 1001
  0.06 < [.] seq 2001 len 1000 ttl 57 id 12
  0.06 > [.] ack 1001
  0.07 < [F.] seq 3001 ttl 57 id 13
  0.07 > [.] ack 1001
`;

describe("a RST that answers an ack while the server's FIN is under way is not the server's, which has its socket", () => {
  test.each([
    ["likely", "from another distance", "0.08 < [R] seq 1001 ttl 51"],
    ["possible", "from the same distance", "0.08 < [R] seq 1001 ttl 57"],
    ["likely", "within 3 s", "3.05 > [.] ack 1001\n 3.06 < [R] seq 1001 ttl 51"],
  ])("%s: %s", async (grade, _, end) => {
    const { reset, shifted } = await recordOf(`${ANSWER} ${end}`);
    expect(reset).toMatchObject({ how: "no-socket", phase: "close" });
    expect(shifted.grade).toBe(grade);
    expect(shifted.signs.map(({ id }) => id)).not.toContain("server-closed-first");
  });

  test.each([
    ["the FIN was acknowledged", "0.08 > [.] ack 3002\n 0.09 < [R] seq 3002 ttl 51"],
    ["payload is answered", "0.08 > [P.] len 9 ack 1001\n 0.09 < [R] seq 1001 ttl 51"],
    ["it may have given up", "3.06 > [.] ack 1001\n 3.07 < [R] seq 1001 ttl 51"],
  ])("but it may be where %s", async (_, end) => {
    const shift = await shiftOf(`${ANSWER} ${end}`);
    expect(shift).toMatchObject({ grade: "no" });
    expect(shift.against).toContain("server-closed-first");
  });

  test("or where nothing of the client was captured", async () => {
    const shift = await shiftOf(`${ANSWER.replaceAll(/.* > .*/g, "")} 0.08 < [R] seq 1001 ttl 51`);
    expect(shift).toMatchObject({ grade: "no" });
  });
});
