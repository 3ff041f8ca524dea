import { describe, expect, test } from "vitest";
import type { EventRecord, TrafficRecord } from "../../core/index.js";
import { told, withdrawal } from "../fixtures/case-folder.js";
import { inputOf } from "../fixtures/check-input.js";
import { START_NS } from "../fixtures/exchange.js";
import { closedOne, packets, resetOne } from "../fixtures/judged.js";
import { check } from "./index.js";

type Probe = NonNullable<TrafficRecord["probes"]>[number];

// Probes start 500 ms after the connection; the withdrawal of dest1 was ordered at 65 ms.
const PROBE_MS = 500;
const DIFFERENCE = "1 probe said otherwise than the packets";
const at = (ms: number) => String(START_NS + BigInt(ms) * 1_000_000n);
const probe = (said: Probe["said"], ms = PROBE_MS, delayMs = 1): Probe => ({
  said,
  startWallNs: at(ms),
  delayMs,
});
const broken = (device = "dest2", resetMs = PROBE_MS + 1) =>
  resetOne({
    packets: packets(`>S@0 <S.@1 >.@2 >P.:80@${PROBE_MS} <R@${resetMs}`),
    result: { devices: [device, "dest3"] },
    said: { program: "held", probes: [probe("reset")] },
  });
const whole = () => closedOne({ said: { program: "held", probes: [probe("ok")] } });
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

function judge(
  connections: Parameters<typeof inputOf>[0],
  theory = { broken: 0.5, collateral: 0.25 },
  events: EventRecord[] = [withdrawal()],
  number = 1,
) {
  return check(
    { that: "share", of: "download", probe: number, ...theory },
    inputOf(connections, { events }),
  );
}

describe("share", () => {
  test("passes within chance of theory, and tells collateral by the device's last event", () => {
    const result = judge([
      ...many(26, () => broken("dest1")),
      ...many(24, () => broken("dest2")),
      ...many(50, whole),
    ]);
    expect(result).toMatchObject({
      verdict: "pass",
      text: 'by theory 50.0 % of "download" break at probe 1, 25.0 % with a healthy device of their own',
    });
    expect(result.shares?.map(({ count, total, theory }) => [count, total, theory])).toEqual([
      [50, 100, 0.5],
      [24, 100, 0.25],
    ]);
  });

  test("says why nothing can be read from a few", () => {
    expect(judge([...many(4, () => broken()), ...many(6, whole)])).toMatchObject({
      verdict: "inconclusive",
      evidence: expect.stringMatching(/^too few: any count of 10 would be within chance, 21 can/),
    });
  });

  test("fails where all broke and half should", () => {
    expect(judge(many(100, () => broken())).verdict).toBe("fail");
  });

  test("fails where the sum is right but the collateral is not", () => {
    const made = [...many(50, () => broken("dest1")), ...many(50, whole)];
    expect(judge(made).verdict).toBe("fail");
  });

  test("a device that announced again is healthy", () => {
    const again: EventRecord = { ...withdrawal(), event: "announce", orderedWallNs: at(400) };
    const healthy = (events: EventRecord[]) =>
      judge([broken("dest1"), whole()], undefined, events).shares?.[1]?.count;
    expect(healthy([withdrawal()])).toBe(0);
    expect(healthy([withdrawal(), again])).toBe(1);
    // What was done after the RST says nothing of the device before it.
    expect(healthy([withdrawal(PROBE_MS + 100)])).toBe(1);
  });

  test("a device that withdrew while it answered the probe was lost", () => {
    const amid = {
      ...broken("dest1", PROBE_MS + 90),
      said: told("reset", { program: "held", probes: [probe("reset", PROBE_MS, 90)] }),
    };
    const { shares } = judge([amid, whole()], undefined, [withdrawal(PROBE_MS + 50)]);
    expect(shares?.map(({ count }) => count)).toEqual([1, 0]);
  });

  test("one break in a thousand is too many where theory says none", () => {
    const none = { broken: 0, collateral: 0 };
    expect(judge(many(1000, whole), none).verdict).toBe("pass");
    expect(judge([broken(), ...many(999, whole)], none).verdict).toBe("fail");
  });

  test("a RST that ended nothing breaks nothing", () => {
    const survivor = closedOne({
      packets: packets(`>S@0 <S.@1 >.@2 >P.:80@${PROBE_MS} <R@${PROBE_MS} <.:80@${PROBE_MS + 1}`),
      said: { program: "held", probes: [probe("ok")] },
    });
    expect(judge([survivor, whole()], { broken: 0, collateral: 0 }).verdict).toBe("pass");
  });

  test("is inconclusive where a probe and the packets differ", () => {
    const lied = closedOne({ said: { program: "held", probes: [probe("reset")] } });
    const { verdict, evidence } = judge([lied, whole()]);
    expect(verdict).toBe("inconclusive");
    expect(evidence).toContain(DIFFERENCE);
    const silent = { ...broken(), said: whole().said };
    expect(judge([silent, whole()]).evidence).toContain(DIFFERENCE);
  });

  test("is inconclusive where a probe got neither answer nor reset", () => {
    const silent = closedOne({
      result: { outcome: "open" },
      said: { program: "held", probes: [probe("timeout")] },
    });
    const { verdict, evidence } = judge([whole(), silent], { broken: 0, collateral: 0 });
    expect(verdict).toBe("inconclusive");
    expect(evidence).toContain("1 probe got neither answer nor reset, first 198.51.100.2:10000");
  });

  test("after a command it is open whether a device is healthy, unless that answered later", () => {
    const events: EventRecord[] = [{ ...withdrawal(), event: "command", target: "hop2" }];
    const open = judge([broken("dest1"), broken("dest2"), whole()], undefined, events);
    expect(open.verdict).toBe("inconclusive");
    expect(open.evidence).toContain("open of 2 connections, first 198.51.100.2:10000");
    const answered = { ...whole(), atDevice: new Map([["dest2", packets("<.:80@900")]]) };
    const known = judge([broken("dest2"), answered], undefined, events);
    expect(known.shares?.map(({ count }) => count)).toEqual([1, 1]);
  });

  test("one that its client reset was not broken", () => {
    const aborted = closedOne({
      packets: packets(`>S@0 <S.@1 >.@2 >P.:80@${PROBE_MS} <.:80@${PROBE_MS + 1} >R@502`),
      result: {
        outcome: "reset",
        reset: { by: "client", how: "abort", phase: "transfer", afterMs: 502, afterBytes: 160 },
      },
      said: { program: "held", probes: [probe("ok")] },
    });
    expect(judge([aborted, whole()], { broken: 0, collateral: 0 }).verdict).toBe("pass");
  });

  test("a RST of another time is not this probe's", () => {
    const evidenceAt = (ms: number) => judge([broken("dest2", ms), whole()]).evidence;
    // The probe took 1 ms, and its program may have read the error 50 ms after the RST came.
    for (const ms of [PROBE_MS, PROBE_MS + 51]) expect(evidenceAt(ms)).not.toContain(DIFFERENCE);
    for (const ms of [PROBE_MS - 1, PROBE_MS + 52]) expect(evidenceAt(ms)).toContain(DIFFERENCE);
  });

  test("counts only connections that were left to probe", () => {
    const skipped = closedOne({
      said: { program: "held", probes: [probe("reset"), probe("skipped", 900)] },
    });
    const two = closedOne({
      said: { program: "held", probes: [probe("ok"), probe("ok", 900)] },
    });
    const none = { broken: 0, collateral: 0 };
    expect(judge([skipped, two], none, [], 2).shares?.[0]?.total).toBe(1);
    expect(judge([skipped], none, [], 2).verdict).toBe("inconclusive");
    expect(judge([two], none, [], 3).verdict).toBe("inconclusive");
  });
});
