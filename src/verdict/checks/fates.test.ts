import { describe, expect, test } from "vitest";
import type { JudgedConnection } from "../correlate.js";
import { withdrawal } from "../fixtures/case-folder.js";
import { inputOf } from "../fixtures/check-input.js";
import { closedOne, packets, resetOne } from "../fixtures/judged.js";
import { check } from "./index.js";

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
// Reset at 90 ms; dest1 had withdrawn at 65 ms.
const broken = (device: string) =>
  resetOne({ packets: packets(">S@0 <S.@1 >.@2 >P.@80 <R@90"), result: { devices: [device] } });
const own = () => broken("dest1");
const collateral = () => broken("dest3");
const stalled = () => closedOne({ result: { outcome: "open" }, said: { said: "timeout" } });

function judge(counts: [number, number, number, number]) {
  const [lost, healthy, silent, whole] = counts;
  return check(
    { that: "fates", of: "download", own: 0.3, collateral: 0.2, stalled: 0 },
    inputOf(
      [
        ...many(lost, own),
        ...many(healthy, collateral),
        ...many(silent, stalled),
        ...many(whole, () => closedOne()),
      ],
      { events: [withdrawal()] },
    ),
  );
}

test("passes within chance of theory, for each fate", () => {
  const { verdict, shares } = judge([31, 18, 0, 51]);
  expect(verdict).toBe("pass");
  expect(shares?.map(({ count, theory }) => [count, theory])).toEqual([
    [31, 0.3],
    [18, 0.2],
    [0, 0],
    [51, expect.closeTo(0.5)],
  ]);
});

test.each([
  ["the sum is right but its parts are not", [50, 0, 0, 50]],
  ["one stalled that should not", [30, 20, 1, 49]],
  ["nothing broke", [0, 0, 0, 100]],
] as const)("fails where %s", (_, counts) => {
  expect(judge([...counts]).verdict).toBe("fail");
});

test("is inconclusive where packets and program leave it open", () => {
  const open = (client: string) => closedOne({ result: { outcome: "open", client } });
  const result = check(
    { that: "fates", of: "download", own: 0, collateral: 0, stalled: 0 },
    inputOf([closedOne(), open("198.51.100.2:10001"), open("198.51.100.2:10002")]),
  );
  expect(result).toMatchObject({
    verdict: "inconclusive",
    evidence: expect.stringMatching(/^what .* 2 connections is open, first 198.51.100.2:10001 /),
  });
});

test("the connection by which a keep-alive set goes on is no survivor beside the one that was lost", () => {
  const sets = [1, 2, 3];
  const { verdict, shares } = check(
    { that: "fates", of: "download", own: 0, collateral: 1, stalled: 0 },
    inputOf(
      [
        ...sets.map((set) => {
          const lost = collateral();
          return { ...lost, result: { ...lost.result, set } };
        }),
        ...sets.map((set) => closedOne({ result: { set } })),
      ],
      { events: [withdrawal()] },
    ),
  );
  expect(verdict).toBe("pass");
  expect(shares?.[1]).toMatchObject({ count: 3, total: 3 });
});

describe("a download that went on over others counts once", () => {
  const part = (transfer: number, one: JudgedConnection) => ({
    ...one,
    result: { ...one.result, transfer },
  });

  test.each([
    ["survives where its last survives", 0, () => closedOne()],
    ["is lost where its last is lost", 1, collateral],
  ] as const)("%s", (_, lost, last) => {
    const transfers = [1, 2, 3];
    const { verdict, shares } = check(
      { that: "fates", of: "download", own: 0, collateral: lost, stalled: 0 },
      inputOf(
        [
          ...transfers.map((transfer) => part(transfer, collateral())),
          ...transfers.map((transfer) => part(transfer, last())),
        ],
        { events: [withdrawal()] },
      ),
    );
    expect(verdict).toBe("pass");
    expect(shares?.[1]).toMatchObject({ count: 3 * lost, total: 3 });
  });
});
