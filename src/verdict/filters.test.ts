import { expect, test } from "vitest";
import { scenarioSchema } from "../scenario/index.js";
import type { JudgedConnection } from "./correlate.js";
import { idleFilters } from "./filters.js";
import { evidenceOf } from "./fixtures/case-folder.js";
import { START_NS } from "./fixtures/exchange.js";
import { closedOne, packets, resetOne } from "./fixtures/judged.js";
import { SHIFT_EXPECTED } from "./fixtures/shift-case.js";

// As it is written: what was read is not read again.
const TRAFFIC = [{ kind: "curl", id: "download", sizes: ["10MB"] }];
const at = (ms: number) => String(START_NS + BigInt(ms) * 1_000_000n);

/** What is said of a filter at hop1 that was in force from 90 or so to 1100 ms. */
function doubts(what: "drop" | "reject", one: Partial<JudgedConnection>): string[] {
  const evidence = evidenceOf(SHIFT_EXPECTED, {
    events: [
      { event: what, target: "hop1", orderedWallNs: at(90), orderedMonoNs: "0" },
      { event: `${what}-end`, target: "hop1", orderedWallNs: at(1100), orderedMonoNs: "0" },
    ],
  });
  const timeline = [{ do: what, node: "hop1", for: "1s" }];
  const scenario = scenarioSchema.parse({ ...evidence.scenario, traffic: TRAFFIC, timeline });
  const elsewhere = closedOne({
    packets: packets(">S@0 <S.@1 >.@2 >.:9@600 <.:9@700"),
    result: { server: "192.0.2.1:80" },
  });
  return idleFilters({ ...evidence, scenario }, [{ ...closedOne(), ...one }, elsewhere]);
}

const WENT_ON = ["the drop at hop1 dropped nothing: all that was under way went on"];
const NOTHING_SENT = ["the drop at hop1 dropped nothing: nobody sent anything while it lasted"];
test.each([
  ["answers in the middle of it", ">S@0 <S.@1 >.@2 <.:1448@700 >.@701 <F.@2000", WENT_ON],
  ["is silent meanwhile", ">S@0 <S.@1 >.@2 >P.:80@700 <.:1448@1200 <F.@2000", []],
  ["had packets in flight", ">S@0 <S.@1 >.@2 <.:1448@120 >.@121 <F.@2000", []],
  ["was asked nothing", ">S@0 <S.@1 >.@2 >P.:80@1200 <.:1448@1201 <F.@2000", NOTHING_SENT],
])("a drop through which the only server %s", (_, sent, idle) => {
  expect(doubts("drop", { packets: packets(sent) })).toEqual(idle);
});

test("a drop is met by what a device sends as well", () => {
  const sent = ">S@0 <S.@1 >.@2 >P.:80@1200 <.:1448@1201 <F.@2000";
  const atDevice = new Map([["dest1", packets("<.:1448@700")]]);
  expect(doubts("drop", { packets: packets(sent), atDevice })).toEqual([]);
});

const REJECTED = [
  "the reject at hop1 rejected nothing: no reset came from the way while it lasted",
];
test.each([
  ["resets a request", resetOne({ packets: packets(">S@0 <S.@1 >P.:80@700 <R@701") }), "", []],
  ["is met by nothing", closedOne({ packets: packets(">S@0 <S.@1 <F.@2000") }), "", REJECTED],
  ["is over", resetOne({ packets: packets(">S@0 <S.@1 >P.:80@1400 <R@1401") }), "", REJECTED],
  ["has a device reset", resetOne({ packets: packets(">P.:80@700 <R@701") }), "dest2", REJECTED],
])("a reject that %s", (_, one, device, idle) => {
  const { reset } = one.result;
  const { device: _sender, ...fromWay } = reset ?? {};
  const sentBy = { ...fromWay, ...(device && { device }) };
  const result = { ...one.result, ...(reset && { reset: sentBy }) } as typeof one.result;
  expect(doubts("reject", { ...one, result })).toEqual(idle);
});
