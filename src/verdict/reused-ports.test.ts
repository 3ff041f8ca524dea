import { expect, test } from "vitest";
import type { TracedConnection } from "../analysis/index.js";
import { START_NS } from "./fixtures/exchange.js";
import { packets } from "./fixtures/judged.js";
import { spansOf } from "./reused-ports.js";

const at = (ms: number) => START_NS + BigInt(ms) * 1_000_000n;
const startedAt = (ms: number) => ({ packets: packets(`>S@${ms}`) }) as unknown as TracedConnection;

test("ports are a connection's own until the next one of them begins, in whatever order they are told", () => {
  const [first, second, third] = [startedAt(1), startedAt(5), startedAt(9)];
  for (const told of [
    [first, second, third],
    [third, first, second],
  ]) {
    expect([first, second, third].map(spansOf(told, () => "the same ports"))).toEqual([
      { since: undefined, until: at(5) },
      { since: at(5), until: at(9) },
      { since: at(9), until: undefined },
    ]);
  }
});
