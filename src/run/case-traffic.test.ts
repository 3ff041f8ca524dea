import { describe, expect, test } from "vitest";
import { ShiftError, type TrafficRecord } from "../core/index.js";
import { collectRecords } from "./case-traffic.js";

describe("collectRecords", () => {
  const record = (traffic: string) => ({ traffic }) as TrafficRecord;
  const ending = (id: string) => ({ id, finished: async () => [record(id)] });

  test("keeps what the traffic after a failed one recorded, and what the failed one had so far", async () => {
    const broken = {
      id: "broken",
      finished: () => Promise.reject(new ShiftError({ code: "E_TRAFFIC", message: "no answer" })),
      soFar: () => [record("broken")],
    };
    const evidence = { traffic: [], faults: [] };
    await collectRecords([broken, ending("later")], evidence);
    expect(evidence).toEqual({
      traffic: [record("broken"), record("later")],
      faults: ["E_TRAFFIC: no answer"],
    });
  });

  test("keeps what held traffic had so far when the case is interrupted", async () => {
    const interruption = new AbortController();
    const endless = { id: "endless", finished: () => new Promise<never>(() => undefined) };
    const held = { ...ending("held"), soFar: () => [record("held")] };
    const evidence = { traffic: [], faults: [] };
    const collected = collectRecords([endless, held], evidence, interruption.signal);
    interruption.abort();
    await collected;
    expect(evidence).toEqual({
      traffic: [record("held")],
      faults: ["endless", "held"].map(
        (id) => `E_INTERRUPTED: interrupted while waiting for the end of ${id}`,
      ),
    });
  });
});
