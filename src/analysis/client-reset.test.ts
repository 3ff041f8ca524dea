import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";
import { OPEN } from "./fixtures/shift.js";

test("silence may be a broken way's as well", async () => {
  const again = [1, 2, 3, 4].map((at) => `${at} > [P.] seq 101 len 9`).join("\n");
  const { shifted } = await recordOf(`${OPEN} ${again}`);
  expect(shifted.reason).toMatch(/^it met with silence.* a broken way/);
});

describe("a client that met with silence and gave up", () => {
  const repeated = (times: number[]) =>
    times.map((time) => `${time} > [P.] seq 101 len 100\n`).join("");
  const waited = `${OPEN} 1.0 > [P.] len 100\n ${repeated([1.3, 1.9, 3.1])}`;

  test.each(["[R.]", "[F.]"])("by %s: the grade is the same", async (flags) => {
    const { shifted } = await recordOf(`${waited} 5.5 > ${flags} seq 201`);
    expect(shifted.grade).toBe("possible");
    expect(shifted.signs).toMatchObject([{ id: "silence", for: true }]);
  });

  test("was not idle while it waited", async () => {
    const { reset } = await recordOf(`${waited} 5.5 > [R.] seq 201`);
    expect(reset).toMatchObject({ by: "client", phase: "transfer" });
    expect((await recordOf(`${OPEN} 5.5 > [R.]`)).reset?.phase).toBe("idle");
  });

  test("is not told where it gave up sooner, or no packet of the server was captured", async () => {
    const sooner = `${OPEN} 1.0 > [P.] len 100\n ${repeated([1.3, 1.9])}`;
    const alone = waited.replaceAll(/.*<.*\n/g, "");
    for (const script of [sooner, alone]) {
      const { shifted } = await recordOf(`${script} 5.5 > [R.] seq 201`);
      expect(shifted).toMatchObject({ grade: "no", signs: [] });
    }
  });
});

describe("a RST without ACK flag is made where there is no socket: who ended it was not captured", () => {
  const upload = "0 > [S]\n 0.02 > [.] ack 1\n 0.03 > [P.] len 9 ack 1\n";

  test.each([
    ["the capture has the client's direction only", `${upload} 0.3 > [R]`],
    ["it had used it", `${OPEN} 0.05 < [P.] len 9 ttl 57 ack 101\n 0.06 > [R]`],
    [
      "it had received only",
      "0 > [S]\n 0.01 < [S.]\n 0.02 > [.]\n 0.03 < [P.] len 9\n 0.04 > [.]\n 0.06 > [R]",
    ],
  ])("possible where %s", async (_, script) => {
    const { shifted } = await recordOf(script);
    expect(shifted.grade).toBe("possible");
    expect(shifted.reason).toMatch(/that was not captured: a RST .*, whose FIN may have waited/);
  });

  test.each([
    ["the server had sent FIN", `${OPEN} 0.05 < [F.] ttl 57 ack 101\n 0.06 > [R]`, "had no socket"],
    [
      "the client had sent FIN",
      `${upload} 0.2 > [F.] ack 1\n 0.3 > [R]`,
      "the client reset it itself",
    ],
    ["it has the ACK flag", `${upload} 0.3 > [R.] ack 1`, "the client reset it itself"],
    ["nothing but a SYN was sent", "0 > [S]\n 0.3 > [R]", "had no socket"],
    [
      "it scans",
      "0 > [S]\n 0.01 < [S.] ttl 57\n 0.02 > [R]",
      "it never had one, as where it scans",
    ],
  ])("no where %s", async (_, script, reason) => {
    const { shifted } = await recordOf(script);
    expect(shifted.grade).toBe("no");
    expect(shifted.reason).toContain(reason);
  });

  test.each([
    ["[R]", "and answers an ack"],
    ["[R] seq 109", "and answers none"],
    ["[R.]", "and knows the connection"],
  ])("%s: no where it comes from elsewhere than the client, %s", async (rst) => {
    const sent = `${OPEN} 0.05 < [P.] len 9 ttl 57 ack 101\n 0.06`;
    const { shifted } = await recordOf(`${sent} > ${rst} ttl 51`);
    expect(shifted).toMatchObject({
      grade: "no",
      reason: expect.stringMatching(/^the RST bears the client's address but/),
    });
    // Its own: the same distance, or one that 32 or less does not tell.
    for (const own of [`${sent} > ${rst} ttl 128`, `${sent} > ${rst} ttl 30`])
      expect((await recordOf(own)).shifted.reason).toMatch(/^the client/);
  });

  const begun = "0 > [P.] len 9 ack 1\n 0.02 < [P.] len 9 ttl 57\n";

  test("possible where another machine sent it and who is the client was guessed", async () => {
    const { opener, shifted } = await recordOf(`${begun} 0.03 > [R] ttl 51`);
    expect(opener).toBe("guess");
    expect(shifted.grade).toBe("possible");
    expect(shifted.reason).toContain("the beginning was not captured");
    for (const known of [`${begun} 0.03 > [R]`, `${OPEN} 0.03 < [P.] len 9\n 0.04 > [R] ttl 51`])
      expect((await recordOf(known)).shifted.grade).toBe("no");
  });
});
