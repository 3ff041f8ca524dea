import { expect, test } from "vitest";
import { scenarioSchema } from "../scenario/index.js";
import { idleDrops } from "./filters.js";
import { evidenceOf } from "./fixtures/case-folder.js";
import { START_NS } from "./fixtures/exchange.js";
import { closedOne, packets } from "./fixtures/judged.js";
import { SHIFT_EXPECTED } from "./fixtures/shift-case.js";

// As it is written: what was read is not read again.
const TRAFFIC = [{ kind: "curl", id: "download", sizes: ["10MB"] }];
const at = (ms: number) => String(START_NS + BigInt(ms) * 1_000_000n);

test.each([
  ["answers in the middle of it", ">S@0 <S.@1 >.@2 <.:1448@700 >.@701 <F.@2000", ["hop1"]],
  ["is silent meanwhile", ">S@0 <S.@1 >.@2 >P.:80@700 <.:1448@1200 <F.@2000", []],
  ["had packets in flight", ">S@0 <S.@1 >.@2 <.:1448@120 <F.@2000", []],
])("a drop through which the only server %s", (_, sent, idle) => {
  const evidence = evidenceOf(SHIFT_EXPECTED, {
    events: [
      { event: "drop", target: "hop1", orderedWallNs: at(90), orderedMonoNs: "0" },
      { event: "drop-end", target: "hop1", orderedWallNs: at(1100), orderedMonoNs: "0" },
    ],
  });
  const timeline = [{ do: "drop", node: "hop1", for: "1s" }];
  const scenario = scenarioSchema.parse({ ...evidence.scenario, traffic: TRAFFIC, timeline });
  const one = closedOne({ packets: packets(sent) });
  const elsewhere = closedOne({
    packets: packets(">S@0 <S.@1 >.@2 <.:9@700"),
    result: { server: "192.0.2.1:80" },
  });
  expect(idleDrops({ ...evidence, scenario }, [one, elsewhere])).toEqual(idle);
});
