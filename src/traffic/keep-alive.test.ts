import { describe, expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { Scope } from "../core/index.js";
import { scriptProcess } from "../driver/fixtures/node-process.js";
import { trafficSchema } from "../scenario/index.js";
import { transferText } from "./fixtures/curl-text.js";
import { startTraffic } from "./index.js";
import { keepAliveCommand } from "./keep-alive.js";
import type { TrafficContext } from "./traffic.js";

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

test("requests ask for the payload over one connection, or over one each", () => {
  const commandOf = (asked: object) => {
    const traffic = trafficSchema.parse({ kind: "keep-alive", id: "asked", gap: "1s", ...asked });
    if (traffic.kind !== "keep-alive") throw new TypeError("keep-alive traffic is asked for");
    return keepAliveCommand(traffic, "2001:db8:cafe::10").join(" ");
  };
  const url = "--output /dev/null http://[2001:db8:cafe::10]/blob";
  const kept = commandOf({ size: "3kB", requests: 3 });
  expect(kept).toMatch(/^curl --silent /);
  expect(kept).toContain(" --max-time 90 --range 0-2999 ");
  expect(kept.endsWith(` --rate 86400/d ${url} ${url} ${url}`)).toBe(true);
  const separate = commandOf({ separate: true });
  expect(separate.endsWith(` --header Connection: close ${url} ${url}`)).toBe(true);
});

test("each set of requests is a program of its own, and says what became of it", async () => {
  await using scope = new Scope();
  const script = `printf %s '${transferText({ port: 40_000, device: "dest1" })}'`;
  const context = {
    running: {
      spec: { lab: shippedLab("cluster") },
      node: () => ({ spawn: () => scriptProcess(script) }),
    },
    family: 4,
    scope,
  } as unknown as TrafficContext;
  const asked = { kind: "keep-alive", id: "asked", gap: "1s", from: ["origin1"], count: 2 };
  const traffic = startTraffic(trafficSchema.parse(asked), context);
  await traffic.established();
  expect(traffic.firstDevice()).toBe("dest1");
  const common = { origin: "origin1", server: "203.0.113.10", device: "dest1", said: "ok" };
  const startWallNs = expect.stringMatching(/^\d{19}$/);
  expect(await traffic.finished()).toMatchObject([
    { ...common, startWallNs, set: 0 },
    { ...common, startWallNs, set: 1 },
  ]);
});
