import { describe, expect, test } from "vitest";
import { withdrawal } from "../fixtures/case-folder.js";
import { inputOf } from "../fixtures/check-input.js";
import { closedOne, packets, resetOne } from "../fixtures/judged.js";
import { check } from "./index.js";

const of = "download";
const RESET = {
  by: "server",
  how: "no-socket",
  phase: "transfer",
  afterMs: 60,
  afterBytes: 1528,
  device: "dest2",
} as const;

test.each([
  { that: "shifted", of },
  { that: "every-connection", of, is: "closed" },
  { that: "sequence", of, matches: "…" },
] as const)("$that proves nothing without a connection of its traffic", (expectation) => {
  const { verdict, evidence } = check(expectation, { ...inputOf([]), all: [closedOne()] });
  expect([verdict, evidence]).toEqual([
    "inconclusive",
    'no captured connection is known to be of "download"',
  ]);
});

describe("every-connection", () => {
  test("passes when all ended like this", () => {
    const result = check(
      { that: "every-connection", of, is: "closed" },
      inputOf([closedOne(), closedOne()]),
    );
    expect(result).toEqual({
      text: 'every connection of "download" is closed',
      verdict: "pass",
      evidence:
        "2 of 2 connections; for example 198.51.100.2:10000 to 203.0.113.10:80 closed at dest1: >[S] <[S.] >[.] >[P.] <[F.] >[F.] <[.]",
    });
  });

  test("fails with a download whose server closed in the middle of it", () => {
    const cut = closedOne({ said: { said: "cut" } });
    const { verdict, evidence } = check(
      { that: "every-connection", of, is: "closed" },
      inputOf([closedOne(), cut]),
    );
    expect(verdict).toBe("fail");
    expect(evidence).toContain("closed before its answer was whole at dest1");
  });

  test.each(["open", "half-open", "partial", "unanswered", "refused", "reset"] as const)(
    "fails with one that is %s",
    (outcome) => {
      const { verdict, evidence } = check(
        { that: "every-connection", of, is: "closed" },
        inputOf([closedOne(), closedOne({ result: { outcome, client: "198.51.100.2:10001" } })]),
      );
      expect(verdict).toBe("fail");
      expect(evidence).toContain("1 of 2 connections; not 198.51.100.2:10001");
    },
  );
});

test("every-connection asks for a reset where that is how all are to end", () => {
  const verdictOf = (...connections: Parameters<typeof inputOf>[0]) =>
    check({ that: "every-connection", of, is: "reset" }, inputOf(connections)).verdict;
  expect(verdictOf(resetOne(), resetOne())).toBe("pass");
  expect(verdictOf(resetOne(), closedOne())).toBe("fail");
});

test("sequence names the first connection that shows another", () => {
  const expectation = { that: "sequence", of, matches: "[S] [S.] [.] [P.] … <[R]" } as const;
  expect(check(expectation, inputOf([resetOne(), resetOne()])).verdict).toBe("pass");
  const others = [1, 2].map((n) => closedOne({ result: { client: `198.51.100.2:1000${n}` } }));
  const { verdict, evidence } = check(expectation, inputOf([resetOne(), ...others]));
  expect(verdict).toBe("fail");
  expect(evidence).toContain("1 of 3 connections; not 198.51.100.2:10001 ");
});

describe("graded", () => {
  const verdictOf = (shifted: boolean, ...connections: Parameters<typeof inputOf>[0]) =>
    check({ that: "graded", of, shifted }, inputOf(connections)).verdict;
  const doubtful = resetOne({ result: { shifted: "possible" } });

  test("holds every reset to certain or likely, and asks for one", () => {
    expect(verdictOf(true, resetOne(), closedOne())).toBe("pass");
    expect(verdictOf(true, resetOne(), doubtful)).toBe("fail");
    expect(verdictOf(true, closedOne())).toBe("fail");
  });

  test("takes no sure grade that the devices' captures contradict", () => {
    const own = resetOne({ result: { reset: { ...RESET, device: "dest1" } } });
    expect(verdictOf(true, resetOne(), own)).toBe("fail");
    const { device: _, ...unsent } = RESET;
    expect(verdictOf(true, resetOne(), resetOne({ result: { reset: unsent } }))).toBe("fail");
  });

  test("holds every look-alike to possible or no", () => {
    expect(verdictOf(false, doubtful, closedOne())).toBe("pass");
    expect(verdictOf(false, doubtful, resetOne())).toBe("fail");
    expect(verdictOf(false, resetOne({ result: { shifted: "likely" } }))).toBe("fail");
  });

  test("holds what was not reset to it as well", () => {
    expect(verdictOf(false, closedOne())).toBe("pass");
    expect(verdictOf(false, closedOne({ result: { shifted: "likely" } }))).toBe("fail");
  });
});

describe("shifted", () => {
  const verdictOf = (...connections: Parameters<typeof inputOf>[0]) =>
    check({ that: "shifted", of }, inputOf(connections)).verdict;

  test("passes for a no-socket RST by another device; closed connections are not asked", () => {
    expect(verdictOf(resetOne(), closedOne())).toBe("pass");
  });

  test("fails when nothing was reset", () => {
    expect(verdictOf(closedOne())).toBe("fail");
  });

  test("fails when the client gave up by itself", () => {
    expect(verdictOf(resetOne({ result: { reset: { ...RESET, by: "client" } } }))).toBe("fail");
  });

  test.each([
    ["sent by the connection's own device", { ...RESET, device: "dest1" }],
    ["of a host that has the connection", { ...RESET, how: "abort" as const }],
    ["that fits neither end", { ...RESET, how: "middlebox" as const }],
  ])("fails for a RST %s, also beside good ones", (_, reset) => {
    expect(verdictOf(resetOne(), resetOne({ result: { reset } }))).toBe("fail");
  });

  test("fails when no device capture shows where the connection began", () => {
    const lost = inputOf([resetOne({ result: { devices: [] } })]);
    expect(check({ that: "shifted", of }, lost)).toMatchObject({
      verdict: "fail",
      evidence: expect.stringContaining("203.0.113.10:80 reset: >[S]"),
    });
  });

  test("fails when no device capture has the RST", () => {
    const { device: _, ...reset } = RESET;
    expect(verdictOf(resetOne({ result: { reset } }))).toBe("fail");
  });
});

describe("most-reset", () => {
  const early = () => resetOne({ result: { reset: { ...RESET, phase: "handshake" } } });
  const verdictOf = (atLeast: number, onHandshake: number, made = [early(), resetOne()]) =>
    check(
      { that: "most-reset", of, atLeast, onHandshake },
      inputOf([...made, closedOne(), closedOne()]),
    );

  test("passes at exactly the shares asked for", () => {
    expect(verdictOf(0.5, 0.5).verdict).toBe("pass");
  });

  test("fails just below either of them", () => {
    expect(verdictOf(0.51, 0.5).verdict).toBe("fail");
    expect(verdictOf(0.5, 0.51).verdict).toBe("fail");
  });

  test("asks for those on the handshake's ACK also where any number of resets will do", () => {
    expect(verdictOf(0, 0.5).verdict).toBe("pass");
    expect(verdictOf(0, 0.51).verdict).toBe("fail");
    expect(verdictOf(0, 0.5, []).verdict).toBe("fail");
  });

  test("takes resets after the handshake for none on its ACK", () => {
    const made = [early(), resetOne(), resetOne()];
    expect(verdictOf(0.6, 0.33, made).verdict).toBe("pass");
    expect(verdictOf(0.6, 0.34, made).verdict).toBe("fail");
  });

  test("tells its shares as they were written", () => {
    expect(verdictOf(0.07, 0.29).text).toBe(
      "at least 7 % of \"download\" are reset by the server's side, 29 % of them on the handshake's ACK",
    );
  });

  test("counts a set of keep-alive requests once, as reset where one of its connections was", () => {
    const inSet = (one: typeof resetOne, set: number) => one({ result: { set } });
    const sets = [
      inSet(resetOne, 0),
      inSet(closedOne, 0),
      inSet(closedOne, 1),
      inSet(closedOne, 1),
    ];
    const most = { that: "most-reset", of, atLeast: 0.5, onHandshake: 0 } as const;
    expect(check(most, inputOf(sets))).toMatchObject({
      verdict: "pass",
      evidence: expect.stringContaining("1 of 2 reset by the server's side"),
    });
  });

  test("only counts where nothing is asked for", () => {
    expect(verdictOf(0, 0)).toMatchObject({
      verdict: "pass",
      text: 'resets of "download" are counted, and none is asked for',
      evidence: "2 of 4 reset by the server's side",
    });
  });

  test("names a survivor", () => {
    expect(verdictOf(0.5, 0.5).evidence).toContain(
      "2 of 4 reset by the server's side, 1 on the handshake's ACK; not so: 198.51.100.2:10000",
    );
  });

  test("says of one that the client reset who did it", () => {
    const aborted = resetOne({ result: { reset: { ...RESET, by: "client" } } });
    expect(verdictOf(0.1, 0, [aborted]).evidence).toContain(
      "0 of 3 reset by the server's side, 0 on the handshake's ACK; not so: 198.51.100.2:10000 to 203.0.113.10:80 reset by the client at dest1 then dest2:",
    );
  });

  test("does not divide by no reset at all", () => {
    expect(verdictOf(0.1, 0, []).verdict).toBe("fail");
  });
});

describe("next-request-reset", () => {
  const expectation = { that: "next-request-reset", of } as const;
  // Idle from 40 ms on; the withdrawal is seen 69 ms after the start.
  const IDLE = ">S@0 <S.@1 >.@2 >P.:80@3 <P.:900@4 >.@40";
  const judge = (text: string, events = [withdrawal()]) =>
    check(expectation, inputOf([resetOne({ packets: packets(text) })], { events })).verdict;

  test("passes when a request breaks the silence and a RST answers it", () => {
    expect(judge(`${IDLE} >P.:80@500 <R@501`)).toBe("pass");
  });

  test("the first event that was seen is the one", () => {
    const later = { ...withdrawal(), seenWallNs: withdrawal(600).seenWallNs };
    expect(judge(`${IDLE} >P.:80@500 <R@501`, [withdrawal(), later])).toBe("pass");
  });

  test.each([
    ["the request was answered", `${IDLE} >P.:80@500 <.@501 <R@502`],
    ["no request came", `${IDLE} <R@501`],
    ["the server sent first", `${IDLE} <P.:80@500 <R@501`],
    ["the client reset it", `${IDLE} >P.:80@500 >R@501`],
    ["an ACK without payload came", `${IDLE} >.@500 <R@501`],
    ["the RST has an ACK", `${IDLE} >P.:80@500 <R.@501`],
    ["nothing came at all", IDLE],
  ])("fails when %s", (_, text) => {
    expect(judge(text)).toBe("fail");
  });

  test("does not hold a connection that began after the event to it", () => {
    const idle = resetOne({ packets: packets(`${IDLE} >P.:80@500 <R@501`) });
    const later = closedOne({ packets: packets(">S@502 <S.@503 >.@504 >P.:80@505 <F.@506") });
    const events = [withdrawal()];
    expect(check(expectation, inputOf([idle, later], { events })).verdict).toBe("pass");
    expect(check(expectation, inputOf([later], { events })).verdict).toBe("inconclusive");
  });

  test("is inconclusive when no event was seen", () => {
    const { seenWallNs: _, ...unseen } = withdrawal();
    expect(judge(`${IDLE} >P.:80@500 <R@501`, [unseen])).toBe("inconclusive");
  });
});
