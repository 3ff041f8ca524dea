import { describe, expect, test, vi } from "vitest";
import { ShiftError, type TrafficRecord } from "../core/index.js";
import type { Traffic } from "../scenario/index.js";
import { startTraffic, type TrafficContext } from "../traffic/index.js";
import { CaseTraffic, collectRecords } from "./case-traffic.js";

vi.mock("../traffic/index.js", () => ({ startTraffic: vi.fn() }));

describe("CaseTraffic", () => {
  const started: string[] = [];
  const aborted: string[] = [];
  const underWay = vi.fn(async () => undefined);
  const held = (id: string, later: boolean) => ({ kind: "held", id, later }) as Traffic;
  /** Traffic whose probes fail, and of which two wait for their step. */
  function caseTraffic() {
    started.length = 0;
    underWay.mockClear();
    vi.mocked(startTraffic).mockImplementation(({ id }) => {
      started.push(id);
      return {
        id,
        established: async () => undefined,
        firstDevice: () => (id === "now" ? undefined : "dest2"),
        soFar: () => [{ traffic: id } as TrafficRecord],
        abort: async () => void aborted.push(id),
        probe: () => Promise.reject(new ShiftError({ code: "E_TRAFFIC", message: "no answer" })),
        finished: async () => [],
      };
    });
    const planned = [held("now", false), held("late", true), held("later", true)];
    return new CaseTraffic(planned, {} as TrafficContext, underWay);
  }

  test("starts what no step opens, and each of the others at its step", async () => {
    const traffic = caseTraffic();
    await traffic.start();
    expect(started).toEqual(["now"]);
    expect(underWay).toHaveBeenCalledTimes(1);
    expect(() => traffic.serving()).toThrow("no device has answered yet");
    await traffic.open("late");
    expect(started).toEqual(["now", "late"]);
    expect(underWay).toHaveBeenCalledTimes(2);
    expect(traffic.serving()).toBe("dest2");
  });

  test("a probe in the background is not waited for, and its failure is not told by it", async () => {
    const traffic = caseTraffic();
    await traffic.start();
    await expect(traffic.probe("now", false)).rejects.toThrow("no answer");
    await traffic.probe("now", true);
    // Not open yet: there is nothing to ask.
    await traffic.probe("late", false);
  });

  test("an abort is for its own connections alone, and who takes the ports of some is told of these", async () => {
    const traffic = caseTraffic();
    await traffic.start();
    await traffic.open("late");
    await traffic.abort("late");
    expect(aborted).toEqual(["late"]);
    const [, { soFar } = {}] = vi.mocked(startTraffic).mock.lastCall ?? [];
    expect(soFar?.("now")).toEqual([{ traffic: "now" }]);
    expect(soFar?.("later")).toEqual([]);
  });
});

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
