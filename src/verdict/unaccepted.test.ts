import { expect, test } from "vitest";
import { scenarioSchema } from "../scenario/index.js";
import { CLIENT, evidenceOf } from "./fixtures/case-folder.js";
import { closedOne, packets } from "./fixtures/judged.js";
import { SHIFT_EXPECTED } from "./fixtures/shift-case.js";
import { unaccepted } from "./unaccepted.js";

/** What is said of a connection of which the devices saw these packets, beside these parts of a scenario. */
function doubts(seen: Record<string, string>, parts: object = {}, atOrigin = ">S <S. >. >P.:80") {
  const evidence = evidenceOf(SHIFT_EXPECTED, {});
  // As it is written: what was read is not read again.
  const traffic = [{ kind: "curl", id: "download", sizes: ["10MB"] }];
  const asWritten = { ...evidence.scenario, traffic, timeline: [], ...parts };
  const atDevice = new Map(Object.entries(seen).map(([name, text]) => [name, packets(text)]));
  const connection = closedOne({ packets: packets(atOrigin), atDevice });
  return unaccepted({ ...evidence, scenario: scenarioSchema.parse(asWritten) }, [connection]);
}

test("a connection is accepted where one of the devices sent the SYN-ACK", () => {
  expect(doubts({ dest1: ">. >P.:80 <R", dest2: ">S <S. >." })).toEqual([]);
  expect(doubts({}, {}, ">S <R.")).toEqual([]);
});

test.each([
  ["no device has it", {}],
  ["its own device's capture began late", { dest1: ">P.:80 <.:1448", dest2: ">. <R" }],
])("one that was accepted is a doubt where %s", (_, seen) => {
  expect(doubts(seen)).toEqual([
    `no device's capture has the SYN-ACK of 1 connection, first ${CLIENT}: one is not of its device, or began late`,
  ]);
});

test.each([
  ["mitigation", { mitigation: { name: "own", at: { hops: { nft: "" } } } }],
  ["commands", { timeline: [{ do: "command", node: "hop1", run: ["nft", "-f", "-"] }] }],
])("a hop may accept it by a user's own %s", (_, parts) => {
  expect(doubts({}, parts)).toEqual([]);
});
