import { describe, expect, test } from "vitest";
import type { OracleRecord } from "../core/index.js";
import { CLIENT, evidenceOf } from "./fixtures/case-folder.js";
import { START_NS } from "./fixtures/exchange.js";
import { closedOne, packets } from "./fixtures/judged.js";
import { SHIFT_EXPECTED } from "./fixtures/shift-case.js";
import { judgeOracle, type OracleVerdict } from "./oracle.js";

const at = (ms: number) => String(START_NS + BigInt(ms) * 1_000_000n);

// Asked 40 ms after the opening, a withdrawal at 100 ms, asked anew at 200 ms.
const AROUND_AN_EVENT: OracleRecord = {
  clients: [CLIENT],
  predictions: [
    { askedWallNs: at(40), untilWallNs: at(100), devices: "dest1" },
    { askedWallNs: at(200), devices: "dest2" },
  ],
};

function judged(oracle: OracleRecord, atDevice: Record<string, string>): OracleVerdict | undefined {
  const seen = Object.entries(atDevice).map(([device, text]) => [device, packets(text)] as const);
  return judgeOracle(evidenceOf(SHIFT_EXPECTED, { oracle }), [
    closedOne({ atDevice: new Map(seen) }),
  ]);
}

function foretoldBy(verdict: OracleVerdict | undefined) {
  return [...(verdict?.foretold.values() ?? [])];
}

describe("what was foretold and what the captures show", () => {
  test("agree before and after an event", () => {
    const verdict = judged(AROUND_AN_EVENT, {
      dest1: ">S@0 <S.@1 >.@2 >P.@50",
      dest2: ">P.@210 <R@211",
    });
    expect(verdict?.doubts).toEqual([]);
    expect(verdict?.result).toEqual({
      ...AROUND_AN_EVENT,
      before: { agreed: 1, total: 1 },
      after: { agreed: 1, total: 1 },
    });
    expect(foretoldBy(verdict)).toEqual([
      [
        { device: "dest1", isFirst: true, found: "dest1" },
        { device: "dest2", isFirst: false, found: "dest2" },
      ],
    ]);
  });

  test("disagree on the beginning", () => {
    const verdict = judged(AROUND_AN_EVENT, { dest2: ">S@0 <S.@1 >P.@210" });
    expect(verdict?.result.before).toEqual({ agreed: 0, total: 1 });
    expect(verdict?.doubts).toEqual([
      `the routers' kernels foretold otherwise than the captures show, 1 time for 1 connection: ${CLIENT} began at dest2 instead of dest1`,
    ]);
  });

  test("disagree after the event", () => {
    const verdict = judged(AROUND_AN_EVENT, { dest1: ">S@0 <S.@1 >P.@210 <P.@211" });
    expect(verdict?.result).toMatchObject({
      before: { agreed: 1, total: 1 },
      after: { agreed: 0, total: 1 },
    });
    expect(verdict?.doubts[0]).toContain(`${CLIENT} went on at dest1 instead of dest2`);
  });

  test("disagree on a later packet of the same time", () => {
    const verdict = judged(AROUND_AN_EVENT, { dest1: ">S@0 >.@400", dest2: ">P.@210" });
    expect(verdict?.doubts[0]).toContain(`${CLIENT} went on at dest1 instead of dest2`);
  });

  // IPv6 has no IP id.
  test.each([
    ["was sent again", { ipId: 2 }],
    ["acknowledges more than one before", { ack: 1448 }],
    ["carries more than one before", { length: 80 }],
  ])("disagree on a packet that %s", (_, other) => {
    const again = packets(">P.@210").map((packet) => ({ ...packet, ...other }));
    const verdict = judgeOracle(evidenceOf(SHIFT_EXPECTED, { oracle: AROUND_AN_EVENT }), [
      closedOne({ atDevice: new Map([["dest1", [...packets(">P.@50"), ...again]]]) }),
    ]);
    expect(verdict?.doubts[0]).toContain(`${CLIENT} went on at dest1 instead of dest2`);
  });

  test("are compared at every later time", () => {
    const thrice: OracleRecord = {
      clients: [CLIENT],
      predictions: [
        { askedWallNs: at(40), untilWallNs: at(100), devices: "dest1" },
        { askedWallNs: at(200), untilWallNs: at(300), devices: "dest2" },
        { askedWallNs: at(400), devices: "dest1" },
      ],
    };
    const later = (dest1: string, dest2: string) =>
      judged(thrice, { dest1, dest2 })?.result.after.agreed;
    expect(later(">S@0 >P.:9@450", ">.@1 >P.:3@210")).toBe(1);
    expect(later(">S@0", ">.@1 >P.:3@210 >P.:4@450")).toBe(0);
  });

  test("disagree when no device saw a connection that was held", () => {
    expect(judged(AROUND_AN_EVENT, {})?.doubts[0]).toContain("began at no device instead of dest1");
  });

  test("disagree when a connection has no way and yet arrives", () => {
    const predictions = [{ askedWallNs: at(40), devices: "-" }];
    const verdict = judged({ clients: [CLIENT], predictions }, { dest1: ">S@0" });
    expect(verdict?.doubts[0]).toContain("began at dest1 instead of -");
  });
});

describe("what was not foretold", () => {
  const fallingBack: OracleRecord = {
    clients: [CLIENT],
    predictions: [
      { askedWallNs: at(40), untilWallNs: at(100), devices: "dest1" },
      { askedWallNs: at(200), devices: "?" },
    ],
  };

  test("is counted, and neither agrees nor disagrees", () => {
    const verdict = judged(fallingBack, { dest1: ">S@0 >P.@50", dest2: ">P.@210" });
    expect(verdict?.doubts).toEqual([]);
    expect(verdict?.result).toMatchObject({
      before: { agreed: 1, total: 1 },
      after: { agreed: 0, total: 0 },
      notForetold: 1,
    });
    expect(foretoldBy(verdict)[0]?.map(({ device }) => device)).toEqual(["dest1", "?"]);
  });

  test("does not hide a wrong word of the same connection", () => {
    const verdict = judged(fallingBack, { dest3: ">S@0 >P.@50", dest2: ">P.@210" });
    expect(verdict?.doubts[0]).toContain(`${CLIENT} began at dest3 instead of dest1`);
  });

  test("nor a wrong word of another one", () => {
    const other = "198.51.100.2:9999";
    const [before, after] = fallingBack.predictions;
    const both: OracleRecord = {
      clients: [CLIENT, other],
      predictions: [
        { ...before, devices: "dest1 dest1" },
        { ...after, devices: "? dest1" },
      ] as OracleRecord["predictions"],
    };
    const seen = new Map([
      ["dest1", packets(">S@0 >P.@50")],
      ["dest2", packets(">P.@210")],
    ]);
    const one = (client: string) => closedOne({ result: { client }, atDevice: seen });
    const verdict = judgeOracle(evidenceOf(SHIFT_EXPECTED, { oracle: both }), [
      one(CLIENT),
      one(other),
    ]);
    expect(verdict?.doubts).toEqual([
      `the routers' kernels foretold otherwise than the captures show, 1 time for 2 connections: ${other} went on at dest2 instead of dest1`,
    ]);
  });

  test("at the beginning leaves what is foretold later to be compared", () => {
    const later: OracleRecord = {
      clients: [CLIENT],
      predictions: [
        { askedWallNs: at(40), untilWallNs: at(100), devices: "?" },
        { askedWallNs: at(200), devices: "dest2" },
      ],
    };
    const right = judged(later, { dest1: ">S@0", dest2: ">P.@210" });
    expect(right?.result).toMatchObject({ before: { total: 0 }, after: { agreed: 1, total: 1 } });
    expect(right?.doubts).toEqual([]);
    const wrong = judged(later, { dest1: ">S@0 >P.@210" });
    expect(wrong?.doubts[0]).toContain(`${CLIENT} went on at dest1 instead of dest2`);
  });
});

describe("not held against the oracle", () => {
  test("packets while something is done to the lab", () => {
    const verdict = judged(AROUND_AN_EVENT, { dest1: ">S@0", dest3: ">P.@150" });
    expect(verdict?.doubts).toEqual([]);
    expect(verdict?.result.after).toEqual({ agreed: 0, total: 0 });
  });

  test("fragments, which are hashed without ports", () => {
    const verdict = judged(AROUND_AN_EVENT, {
      dest1: ">S@0",
      dest3: ">.:900@210~",
      dest2: ">P.@220",
    });
    expect(verdict?.doubts).toEqual([]);
    expect(verdict?.result.after).toEqual({ agreed: 1, total: 1 });
  });

  test("what a device still sends, and not receives", () => {
    const verdict = judged(AROUND_AN_EVENT, { dest1: ">S@0 <P.@220", dest2: ">P.@230" });
    expect(verdict?.doubts).toEqual([]);
    expect(verdict?.result.after).toEqual({ agreed: 1, total: 1 });
  });

  test("a device that passes packets on to the one that holds the connection", () => {
    const verdict = judged(AROUND_AN_EVENT, { dest1: ">S@0 >P.@211", dest2: "<.@209 >P.@210" });
    expect(verdict?.doubts).toEqual([]);
  });
});

test("a connection opened after an event began where it was foretold then", () => {
  const later: OracleRecord = {
    clients: ["198.51.100.2:9999", CLIENT],
    predictions: [
      { askedWallNs: at(40), untilWallNs: at(100), devices: "dest1" },
      { askedWallNs: at(200), devices: "dest1 dest3" },
    ],
  };
  const verdict = judged(later, { dest3: ">S@150 >P.@250" });
  // The other one is in no capture.
  expect(verdict?.result.before).toEqual({ agreed: 1, total: 2 });
  expect(verdict?.doubts[0]).toContain("198.51.100.2:9999 began at no device");
});

test("connections that used the same port one after another are told apart", () => {
  const predictions = [
    { askedWallNs: at(40), untilWallNs: at(100), devices: "dest1" },
    { askedWallNs: at(200), devices: "dest2 dest2" },
  ];
  const twice: OracleRecord = { clients: [CLIENT, CLIENT], predictions };
  const one = (seen: Record<string, string>) =>
    closedOne({
      atDevice: new Map(Object.entries(seen).map(([device, text]) => [device, packets(text)])),
    });
  const first = one({ dest1: ">S@0 >P.@50" });
  const right = judgeOracle(evidenceOf(SHIFT_EXPECTED, { oracle: twice }), [
    first,
    one({ dest2: ">S@150 >P.@250" }),
  ]);
  expect(right?.doubts).toEqual([]);
  expect(right?.result).toMatchObject({ before: { agreed: 2, total: 2 }, after: { total: 0 } });
  const wrong = judgeOracle(evidenceOf(SHIFT_EXPECTED, { oracle: twice }), [
    first,
    one({ dest3: ">S@150 >P.@250" }),
  ]);
  expect(wrong?.doubts[0]).toContain(`${CLIENT} began at dest3 instead of dest2`);
});

test("one that is tested doubts nothing where it is wrong", () => {
  const verdict = judged({ tested: true, ...AROUND_AN_EVENT }, { dest2: ">S@0 <S.@1 >P.@210" });
  expect(verdict?.result).toMatchObject({ tested: true, before: { agreed: 0, total: 1 } });
  expect(verdict?.doubts).toEqual([]);
});

test("nothing is judged without held connections, and nothing doubted where none could be asked about", () => {
  expect(judgeOracle(evidenceOf(SHIFT_EXPECTED, {}), [])).toBeUndefined();
  const skipped = {
    skipped: "core spreads packets one by one",
    clients: [CLIENT],
    predictions: [],
  };
  const verdict = judged(skipped, { dest1: ">S@0" });
  expect(verdict?.doubts).toEqual([]);
  expect(verdict?.result).toMatchObject({ skipped: skipped.skipped, before: { total: 0 } });
});
