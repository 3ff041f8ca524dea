import { expect, test } from "vitest";
import type { EventRecord, TrafficRecord } from "../core/index.js";
import { scenarioSchema } from "../scenario/index.js";
import { exposureDoubts, metNoEvent } from "./exposure.js";
import { evidenceOf, told, withdrawal } from "./fixtures/case-folder.js";
import { START_NS } from "./fixtures/exchange.js";
import { closedOne, packets, resetOne } from "./fixtures/judged.js";
import { SHIFT_EXPECTED } from "./fixtures/shift-case.js";

const LATE = "a probe came too late for";
const STREAMS_CLOSED = [{ that: "every-connection", of: "streams", is: "closed" }];

/** A case of held connections with this timeline; its events were ordered so many milliseconds after the start. */
function heldCase(timeline: object[], ordered: [event: string, ms: number][]) {
  const evidence = evidenceOf([{ that: "every-connection", of: "held", is: "closed" }], {
    events: ordered.map(
      ([event, ms]): EventRecord => ({
        event,
        target: event === "probe" ? "held" : "hop1",
        orderedWallNs: String(START_NS + BigInt(ms) * 1_000_000n),
        orderedMonoNs: "1",
      }),
    ),
  });
  const { scenario } = evidence;
  const traffic = [{ kind: "held", id: "held", count: 1 }];
  return { ...evidence, scenario: scenarioSchema.parse({ ...scenario, traffic, timeline }) };
}

/** A held connection that was probed, its second request sent after so many milliseconds, and closed in the end. */
function probed(ms: number, ...probes: ("ok" | "skipped")[]) {
  const said: Partial<TrafficRecord> = {
    probes: probes.map((one) => ({ said: one, startWallNs: "0", delayMs: 1 })),
  };
  return closedOne({
    result: { traffic: "held" },
    packets: packets(
      `>S@0 <S.@0 >.@0 >P.:80@1 <P.:120@2 >P.:80@${ms} <P.:120@${ms} >F.@3000 <F.@3000 >.@3000`,
    ),
    said: told("ok", said),
  });
}

const late = (doubts: string[]) => doubts.filter((doubt) => doubt.includes(LATE));

const DROP = { do: "drop", node: "hop1", for: "1s", background: true };
const PROBE = { do: "probe", traffic: "held" };
const inTime: [string, number][] = [
  // A step that waits is recorded when it is done.
  ["drop", 100],
  ["drop-end", 1100],
  ["probe", 120],
];

test.each([
  ["while packets are dropped", [DROP, PROBE], inTime, 130, ["ok"], 0],
  ["when none is any more", [DROP, PROBE], inTime, 1200, ["ok"], 1],
  ["before it was asked to, and then not at all", [DROP, PROBE], inTime, 50, ["ok"], 1],
  [
    "after a drop that the timeline waits for",
    [{ ...DROP, background: false }, PROBE],
    inTime,
    1200,
    ["ok"],
    0,
  ],
  ["as late as its step says", [DROP, { ...PROBE, after: "2s" }], inTime, 1200, ["ok"], 0],
  [
    "no more: it had broken before",
    [PROBE, DROP, PROBE],
    [["probe", 10], ...inTime],
    20,
    ["ok", "skipped"],
    0,
  ],
] as [string, object[], [string, number][], number, ("ok" | "skipped")[], number][])(
  "a connection that sends %s",
  (_, timeline, ordered, ms, probes, doubted) => {
    const doubts = exposureDoubts(heldCase(timeline, ordered), [probed(ms, ...probes)]);
    expect(late(doubts)).toHaveLength(doubted);
  },
);

test.each([
  ["while the first to begin is on", 550, 0],
  ["after both", 1150, 1],
])("a probe that is meant for the longer one of two drops at once, sent %s", (_, ms, doubted) => {
  const inner = { ...DROP, for: "100ms", after: "100ms" };
  const evidence = heldCase(
    [DROP, inner, { ...PROBE, after: "300ms" }],
    [
      ["drop", 100],
      ["drop", 200],
      ["drop-end", 300],
      ["probe", 540],
      ["drop-end", 1100],
    ],
  );
  expect(late(exposureDoubts(evidence, [probed(ms, "ok")]))).toHaveLength(doubted);
});

test("the end of a drop elsewhere is not this one's", () => {
  const evidence = heldCase([DROP, PROBE], [...inTime, ["drop-end", 1300]]);
  const events = evidence.events.map((event) =>
    event.orderedWallNs === String(START_NS + 1_100_000_000n)
      ? { ...event, target: "hop2" }
      : event,
  );
  expect(late(exposureDoubts({ ...evidence, events }, [probed(1200, "ok")]))).toEqual([]);
});

const GAP = [
  { do: "withdraw", device: "dest1" },
  { ...PROBE, background: true },
  { do: "announce", device: "dest1" },
  PROBE,
];
const gap: [string, number][] = [
  ["withdraw", 10],
  ["probe", 20],
  ["announce", 120],
  ["probe", 220],
];

test.each([
  ["within", 60, 0],
  ["after", 130, 1],
])("a probe that is meant for a gap, and sent %s it", (_, ms, doubted) => {
  expect(exposureDoubts(heldCase(GAP, gap), [probed(ms, "ok", "ok")])).toHaveLength(doubted);
});

test("the second of two probes is the one that a later drop is meant for", () => {
  const evidence = heldCase([PROBE, DROP, PROBE], [["probe", 10], ...inTime]);
  expect(exposureDoubts(evidence, [probed(20, "ok", "ok"), probed(150, "ok", "ok")])).toEqual([
    `${LATE} 1 connection, first 198.51.100.2:10000: not exposed to what it was meant to meet`,
  ]);
});

// A link that goes down is ordered first and gone from the FIB some time later.
test.each([
  ["before it is ordered", 90, 1],
  ["before the FIB shows it", 150, 1],
  ["after the FIB shows it", 210, 0],
])("a transfer that ends %s", (_, lastMs, doubted) => {
  const evidence = heldCase([], [["link-down", 100]]);
  const events = evidence.events.map((event) => ({
    ...event,
    router: "hop1",
    seenWallNs: String(START_NS + 200_000_000n),
  }));
  const traffic = [{ kind: "iperf", id: "streams", streams: 1, seconds: 1 }];
  const scenario = scenarioSchema.parse({ ...evidence.scenario, traffic, expect: STREAMS_CLOSED });
  const stream = closedOne({
    result: { traffic: "streams" },
    packets: packets(`>S@0 <S.@0 >.@0 >P.:80@1 >F.@${lastMs} <F.@${lastMs} >.@${lastMs}`),
    said: told("ok"),
  });
  expect(exposureDoubts({ ...evidence, scenario, events }, [stream])).toHaveLength(doubted);
});

test.each([
  ["are all at once", { sizes: ["1MB", "2MB"], count: 8, parallel: 16 }, true],
  ["have two sizes, and wait for each other", { sizes: ["1MB", "2MB"], count: 9 }, false],
  ["have two origins, and wait for each other", { sizes: ["1MB"], count: 9 }, false],
  ["are in the background, and end by and by", { sizes: ["1MB"], background: true }, false],
  ["have one of two origins", { from: ["origin"], sizes: ["1MB"], count: 9 }, true],
])("transfers that %s", (_, asked, isExposed) => {
  const evidence = heldCase([], [["withdraw", 100]]);
  const traffic = [{ kind: "curl", id: "streams", ...asked }];
  const scenario = scenarioSchema.parse({ ...evidence.scenario, traffic, expect: STREAMS_CLOSED });
  const origins =
    asked.sizes.length > 1
      ? evidence.facts.origins
      : [...evidence.facts.origins, ...evidence.facts.origins];
  const ended = (ms: number) =>
    closedOne({
      result: { traffic: "streams" },
      packets: packets(`>S@0 <S.@0 >.@0 >P.:80@1 >F.@${ms} <F.@${ms} >.@${ms}`),
    });
  const facts = { ...evidence.facts, origins };
  const doubts = exposureDoubts({ ...evidence, scenario, facts }, [ended(50), ended(150)]);
  expect(doubts).toHaveLength(isExposed ? 1 : 0);
});

const FLAP: [string, number][] = [
  ["withdraw", 100],
  ["announce", 150],
  ["withdraw", 200],
  ["announce", 250],
];

// Requests come and go, so none has to be under way at an event: but some is, or the event was for nothing.
test.each([
  ["live to see the only event", 150, [["withdraw", 100]], []],
  ["are over before it", 50, [["withdraw", 100]], ["withdraw"]],
  [
    "meet the first of two only",
    150,
    [
      ["ttl", 100],
      ["withdraw", 200],
    ],
    ["withdraw"],
  ],
  ["end within a flap", 180, FLAP, []],
  ["are over before a flap", 50, FLAP, ["withdraw", "announce"]],
  [
    "end before what undoes a drop",
    150,
    [
      ["drop", 100],
      ["drop-end", 200],
    ],
    [],
  ],
] as [string, number, [string, number][], string[]][])(
  "requests that %s",
  (_, lastMs, ordered, unmet) => {
    const evidence = heldCase([], ordered);
    const traffic = [{ kind: "keep-alive", id: "requests", gap: "10ms", separate: true }];
    const expectations = [{ that: "every-connection", of: "requests", is: "closed" }];
    const scenario = scenarioSchema.parse({ ...evidence.scenario, traffic, expect: expectations });
    const request = (ms: number) =>
      closedOne({
        result: { traffic: "requests" },
        packets: packets(`>S@0 <S.@0 >.@0 >P.:80@1 >F.@${ms} <F.@${ms} >.@${ms}`),
      });
    expect(exposureDoubts({ ...evidence, scenario }, [request(20), request(lastMs)])).toEqual(
      unmet.map(
        (event) =>
          `every connection had ended before the ${event} of hop1 took effect: none was exposed to it`,
      ),
    );
  },
);

test("a change that comes when nothing is left but what an earlier one broke is not doubted", () => {
  const evidence = heldCase(
    [],
    [
      ["withdraw", 50],
      ["announce", 900],
    ],
  );
  expect(exposureDoubts(evidence, [resetOne({ result: { traffic: "held" } })])).toEqual([]);
});

test("a connection that closed before the first change of the lab met none; probes and openings are no change", () => {
  const { events } = heldCase(
    [PROBE, DROP],
    [
      ["open", 5],
      ["probe", 10],
      ["drop", 100],
    ],
  );
  const ended = (ms: number) => closedOne({ packets: packets(`>S@0 <S.@0 >F.@${ms} <F.@${ms}`) });
  expect(metNoEvent(events, ended(99))).toBe(true);
  expect(metNoEvent(events, ended(101))).toBe(false);
  expect(metNoEvent([], ended(99))).toBe(false);
  const [first] = events;
  const stays = { ...first, event: "prepend", orderedWallNs: "0", stays: true } as EventRecord;
  expect(metNoEvent([stays, ...events], ended(99))).toBe(true);
});

test("what was reset before the event was not reset by it", () => {
  // Its RST comes after 60 ms.
  const doubts = (ms: number) =>
    exposureDoubts(evidenceOf(SHIFT_EXPECTED, { events: [withdrawal(ms)] }), [resetOne()]);
  expect(doubts(50)).toEqual([]);
  expect(doubts(70)).toEqual([
    "1 connection had been reset before anything was done, first 198.51.100.2:10000",
  ]);
});

test("a condition may reset connections before anything is done", () => {
  const evidence = evidenceOf(SHIFT_EXPECTED, { events: [withdrawal(70)] });
  const conditions = [{ kind: "packet-spray", node: "hop2" }];
  const scenario = scenarioSchema.parse({
    ...evidence.scenario,
    traffic: [{ kind: "curl", id: "download", sizes: ["10MB"] }],
    conditions,
  });
  expect(exposureDoubts({ ...evidence, scenario }, [resetOne()])).toEqual([]);
});
