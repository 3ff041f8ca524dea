import { expect, test } from "vitest";
import type { EventRecord } from "../core/index.js";
import { type Step, scenarioSchema } from "../scenario/index.js";
import { beganAfterEvents, exposureDoubts } from "./exposure.js";
import { evidenceOf, withdrawal } from "./fixtures/case-folder.js";
import { closedOne, packets, resetOne } from "./fixtures/judged.js";
import { SHIFT_EXPECTED } from "./fixtures/shift-case.js";

const event = (ms: number, name: string, target: string): EventRecord => ({
  ...withdrawal(ms),
  event: name,
  target,
});

test("probes are counted by their traffic, and sent by the client", () => {
  const timeline: Step[] = [
    { do: "probe", traffic: "other", background: false },
    { do: "probe", traffic: "download", background: true },
    { do: "withdraw", device: "dest1" },
  ];
  const events = [event(5, "probe", "other"), event(20, "probe", "download"), withdrawal(120)];
  const evidence = evidenceOf(SHIFT_EXPECTED, { events });
  const scenario = { ...evidence.scenario, timeline };
  const doubtsOf = (text: string) =>
    exposureDoubts({ ...evidence, scenario }, [resetOne({ packets: packets(`>S@0 ${text}`) })]);
  expect(doubtsOf(">P.@60 <P.@61 <R@130")).toEqual([]);
  expect(doubtsOf("<P.@60 >P.@130 <R@131")).toEqual([
    expect.stringContaining("a probe came too late for 1 connection"),
  ]);
});

test("of the same change of two devices each has to be met", () => {
  const events = [withdrawal(100), event(200, "withdraw", "dest2")];
  const ended = closedOne({ packets: packets(">S@0 <F.@150 >F.@150") });
  expect(exposureDoubts(evidenceOf(SHIFT_EXPECTED, { events }), [ended])).toEqual([
    expect.stringContaining("before the withdraw of dest2 took effect"),
  ]);
});

test("a connection that began when all was done met nothing, unless something stays in force", () => {
  const began = (ms: number, ...events: EventRecord[]) =>
    beganAfterEvents(events, closedOne({ packets: packets(`>S@${ms} <S.@300`) }));
  const drop = [event(100, "drop", "hop1"), event(200, "drop-end", "hop1")].map(
    ({ seenWallNs: _, ...unseen }) => unseen,
  );
  // Seen after four milliseconds.
  expect(began(105, withdrawal(100), event(150, "probe", "held"))).toBe(true);
  expect(began(103, withdrawal(100))).toBe(false);
  expect(began(105, withdrawal(100), event(200, "announce", "dest1"))).toBe(false);
  expect([began(199, ...drop), began(201, ...drop)]).toEqual([false, true]);
  expect(began(105)).toBe(false);
  for (const stays of ["silence", "stop", "ttl", "command"])
    expect(began(205, withdrawal(100), event(1, stays, "dest2"))).toBe(false);
});

test("a connection that its client reset has ended as well", () => {
  const events = [event(50, "abort", "download"), event(200, "withdraw", "dest2")];
  const { reset } = resetOne().result;
  if (!reset) throw new Error("it is reset");
  const resetBy = (by: "client" | "server", ms: number) =>
    exposureDoubts(evidenceOf(SHIFT_EXPECTED, { events }), [
      resetOne({ result: { reset: { ...reset, by } }, packets: packets(`>S@0 >R@${ms}`) }),
    ]);
  expect(resetBy("client", 100)).toEqual([
    expect.stringContaining("before the withdraw of dest2 took effect"),
  ]);
  expect(resetBy("client", 300)).toEqual([]);
  expect(resetBy("server", 100)).toEqual([]);
});

test("sets of keep-alive requests are under way at the event, over one connection or the next", () => {
  const requests = { kind: "keep-alive", id: "download", gap: "1s", requests: 3 };
  const evidence = evidenceOf(SHIFT_EXPECTED, { events: [withdrawal(150)] });
  const doubts = (traffic: object, ...sets: [set: number, endMs: number][]) => {
    const asWritten = { ...evidence.scenario, traffic: [traffic], timeline: [] };
    return exposureDoubts(
      { ...evidence, scenario: scenarioSchema.parse(asWritten) },
      sets.map(([set, ms]) =>
        closedOne({ packets: packets(`>S@0 <F.@${ms} >F.@${ms}`), result: { set } }),
      ),
    );
  };
  expect(doubts(requests, [0, 100], [0, 300], [1, 300])).toEqual([]);
  expect(doubts(requests, [0, 100], [1, 300])).toEqual([
    expect.stringContaining("1 connection had ended before the first event took effect"),
  ]);
  expect(doubts({ ...requests, separate: true }, [0, 100], [1, 300])).toEqual([]);
});
