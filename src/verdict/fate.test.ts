import { describe, expect, test } from "vitest";
import type { EventRecord } from "../core/index.js";
import { fateOf } from "./fate.js";
import { START_NS } from "./fixtures/exchange.js";
import { closedOne, resetOne } from "./fixtures/judged.js";

const at = (ms: number) => String(START_NS + BigInt(ms) * 1_000_000n);
const event = (name: string, target: string, ms: number): EventRecord => ({
  event: name,
  target,
  orderedWallNs: at(ms),
  orderedMonoNs: "0",
});
// Begins at dest1, and is reset 60 ms after its start.
const broken = resetOne();

describe("fateOf", () => {
  test.each([
    ["own", [event("withdraw", "dest1", 20)]],
    ["own", [{ ...event("link-down", "hop2-hop3a", 20), devices: ["dest1"] }]],
    ["own", [event("announce", "dest1", 10), event("silence", "dest1", 20)]],
    ["collateral", [event("withdraw", "dest2", 20)]],
    ["collateral", [{ ...event("link-down", "hop2-hop3b", 20), devices: ["dest2"] }]],
    ["collateral", [{ ...event("link-down", "core-lb1", 20), devices: [] }]],
    ["collateral", [event("withdraw", "dest1", 20), event("announce", "dest1", 30)]],
    ["collateral", [event("withdraw", "dest1", 90)]],
    ["collateral", []],
  ])("a reset one is %s by what had happened before", (fate, events) => {
    expect(fateOf(broken, events)).toBe(fate);
  });

  test("tells those that closed, those without an answer, and those that it cannot tell", () => {
    expect(fateOf(closedOne(), [])).toBe("survived");
    expect(fateOf(closedOne({ said: { said: "timeout" } }), [])).toBe("stalled");
    expect(fateOf(closedOne({ result: { outcome: "open" } }), [])).toBeUndefined();
    const byClient = resetOne({
      result: {
        reset: { by: "client", how: "abort", phase: "transfer", afterMs: 1, afterBytes: 1 },
      },
    });
    expect(fateOf(byClient, [])).toBeUndefined();
  });
});
