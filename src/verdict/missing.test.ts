import { describe, expect, test } from "vitest";
import type { CaptureRecord, EventRecord, OracleRecord } from "../core/index.js";
import { scenarioSchema } from "../scenario/index.js";
import { evidenceOf, told, withdrawal } from "./fixtures/case-folder.js";
import { START_NS } from "./fixtures/exchange.js";
import { SHIFT_EXPECTED } from "./fixtures/shift-case.js";
import { whatIsMissing } from "./missing.js";

// As it is written: what was read is not read again.
const TRAFFIC = [{ kind: "curl", id: "download", sizes: ["10MB"] }];
const capture = (node: string, point: CaptureRecord["point"]): CaptureRecord => {
  const file = `captures/${node}-eth1.pcap`;
  return { node, point, file, interface: "eth1", peer: "hop", packets: 1, droppedByKernel: 0 };
};
const CAPTURES = [
  capture("origin", "origin"),
  capture("dest1", "device"),
  capture("dest2", "device"),
];
const event = (name: string, parts: Partial<EventRecord> = {}): EventRecord => ({
  ...withdrawal(),
  event: name,
  ...parts,
});

/** What is missing where this timeline was carried out, and these events were recorded. */
function missing(timeline: object[], events: EventRecord[], captures = CAPTURES): string[] {
  const evidence = evidenceOf(SHIFT_EXPECTED, { events, captures });
  const scenario = scenarioSchema.parse({ ...evidence.scenario, traffic: TRAFFIC, timeline });
  return whatIsMissing({ ...evidence, scenario });
}
const WITHDRAW = { do: "withdraw", device: "serving" };

test("nothing is missing where each step has its events and each node its capture", () => {
  const drop = { do: "drop", node: "hop1", for: "1s" };
  const flap = { do: "flap", device: "dest1", times: 2, down: "1s", up: "1s" };
  const names = ["withdraw", "drop", "drop-end", "withdraw", "announce", "withdraw", "announce"];
  const events = names.map((name) => event(name));
  expect(missing([WITHDRAW, drop, flap], events)).toEqual([]);
});

test.each([
  ["no event", [], ["0 of 1 withdraw of the timeline recorded"]],
  [
    "one too many",
    [event("withdraw"), event("withdraw")],
    ["2 of 1 withdraw of the timeline recorded"],
  ],
  [
    "another one",
    [event("announce")],
    ["0 of 1 withdraw of the timeline recorded", "1 of 0 announces of the timeline recorded"],
  ],
])("%s is told", (_, events, expected) => {
  expect(missing([WITHDRAW], events)).toEqual(expected);
});

test("a change of routes that no FIB was watched for is told", () => {
  const { router: _, seenWallNs: __, seen: ___, ...unwatched } = withdrawal();
  expect(missing([WITHDRAW], [unwatched])).toEqual([
    "no FIB was watched for the withdraw of dest1",
  ]);
});

test("nodes without their capture, and a file that stands for two, are told", () => {
  const [origin, dest1, dest2] = CAPTURES as [CaptureRecord, CaptureRecord, CaptureRecord];
  const events = [withdrawal()];
  expect(missing([WITHDRAW], events, [{ ...dest1, node: "origin" }, dest2])).toEqual([
    "no capture of origin, dest1",
  ]);
  expect(missing([WITHDRAW], events, [origin, dest1, { ...dest2, file: dest1.file }])).toEqual([
    `${dest1.file} stands for two captures`,
  ]);
});

describe("what the routers were asked about held connections", () => {
  const at = (ms: number) => String(START_NS + BigInt(ms) * 1_000_000n);
  const probe = { event: "probe", target: "held", orderedWallNs: at(500), orderedMonoNs: "1" };
  const clients = ["198.51.100.2:10000", "198.51.100.2:10001"];
  const traffic = clients.map((client) => told("ok", { program: "held", client }));
  const before = { askedWallNs: at(1), untilWallNs: at(100), devices: "dest1 dest2" };
  const after = { askedWallNs: at(400), devices: "dest2 dest2" };
  const ofAll = { clients, predictions: [before, after] };

  /** What is missing where this is what they answered. */
  function lacking(oracle: OracleRecord | undefined, records = traffic): string[] {
    const evidence = evidenceOf(SHIFT_EXPECTED, {
      events: [withdrawal(), probe],
      captures: CAPTURES,
      traffic: records,
      oracle,
    });
    return whatIsMissing(evidence).filter((one) => one.includes("answers"));
  }

  test("is there, or why they were not", () => {
    expect(lacking(ofAll)).toEqual([]);
    expect(lacking({ clients, predictions: [], skipped: "they cannot tell" })).toEqual([]);
    const elsewhere = traffic.map((record) => ({ ...record, server: "192.0.2.1" }));
    expect(lacking({ clients: [], predictions: [] }, elsewhere)).toEqual([]);
  });

  const OF_ALL = (known: number) => `the routers' answers are about ${known} of 2 held connections`;
  const OF_PROBE = "the routers' answers of before 1 probe are not there";
  test.each([
    ["all", undefined, [OF_ALL(0), OF_PROBE]],
    ["every answer", { ...ofAll, predictions: [] }, [OF_ALL(0), OF_PROBE]],
    ["the last time", { ...ofAll, predictions: [before] }, [OF_PROBE]],
    [
      "half of them",
      { ...ofAll, predictions: [before, { ...after, devices: "dest2" }] },
      [OF_ALL(1)],
    ],
    ["a client", { ...ofAll, clients: clients.slice(1) }, [OF_ALL(2)]],
    [
      "those of the right time",
      { ...ofAll, predictions: [before, { ...after, askedWallNs: at(600) }] },
      [OF_PROBE],
    ],
  ])("is told where %s is gone", (_, oracle, expected) => {
    expect(lacking(oracle)).toEqual(expected);
  });
});
