import { describe, expect, test } from "vitest";
import { trafficSchema } from "../scenario/index.js";
import { keepAliveCommand } from "./keep-alive.js";

const DAY_MS = 86_400_000;

function keepAlive(gap: string) {
  return trafficSchema.safeParse({ kind: "keep-alive", id: "requests", gap });
}

describe("the gap between two requests", () => {
  test.each([
    ["1ms", 1],
    ["700ms", 700],
    ["2s", 2_000],
    ["25s", 25_000],
    ["45s", 45_000],
    ["2m", 120_000],
  ])("of %s is asked of curl as it is", (gap, ms) => {
    const traffic = keepAlive(gap).data;
    if (traffic?.kind !== "keep-alive") throw new TypeError("keep-alive traffic is asked for");
    const argv = keepAliveCommand(traffic, "203.0.113.10");
    const [, perDay] = /^(\d+)\/d$/.exec(argv[argv.indexOf("--rate") + 1] as string) ?? [];
    expect(Math.abs(DAY_MS / Number(perDay) - ms)).toBeLessThan(ms / 1_000);
  });

  test.each(["0s", "0.5ms", "121s", "5m"])("cannot be %s", (gap) => {
    expect(keepAlive(gap).error?.issues).toMatchObject([
      { path: ["gap"], message: "expected a gap from 1ms to 2m" },
    ]);
  });
});
