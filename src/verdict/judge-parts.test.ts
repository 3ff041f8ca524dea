import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import type { EventRecord } from "../core/index.js";
import type { Expectation, Step } from "../scenario/index.js";
import type { CaseResult } from "./document.js";
import type { CaseEvidence } from "./evidence.js";
import { CLIENT, captureAll, evidenceOf, told, withdrawal } from "./fixtures/case-folder.js";
import { START_NS } from "./fixtures/exchange.js";
import { SHIFT_EXPECTED, shiftedDownload, wholeDownload } from "./fixtures/shift-case.js";
import { judgeCase } from "./judge.js";

const QUIET = "198.51.100.2:10001";
const at = (ms: number) => String(START_NS + BigInt(ms) * 1_000_000n);

/** Judges a download that was shifted 80 ms after its start, beside one of other traffic, which closed after 100. */
async function judged(
  expected: readonly Expectation[],
  parts: Partial<CaseEvidence> = {},
  timeline?: Step[],
): Promise<CaseResult> {
  const { runFolder, captures } = captureAll([shiftedDownload(), wholeDownload(QUIET)]);
  const traffic = [told("reset"), told("ok", { client: QUIET, traffic: "quiet" })];
  const evidence = evidenceOf(expected, { traffic, captures, ...parts });
  const [download] = evidence.scenario.traffic;
  if (download) evidence.scenario.traffic.push({ ...download, id: "quiet" });
  if (timeline) evidence.scenario.timeline = timeline;
  try {
    return await judgeCase(evidence, runFolder);
  } finally {
    rmSync(runFolder, { recursive: true });
  }
}

test("an expectation is about the connections of its own traffic", async () => {
  const result = await judged([
    ...SHIFT_EXPECTED,
    { that: "every-connection", of: "quiet", is: "closed" },
  ]);
  expect(result.reasons).toEqual([]);
  expect(result.verdict).toBe("pass");
});

test("what the kernels foretold is compared, asked for and doubted", async () => {
  const foretold = (devices: string) =>
    judged([...SHIFT_EXPECTED, { that: "foretold", of: "download", right: 1 }], {
      oracle: {
        clients: [CLIENT],
        predictions: [{ askedWallNs: at(1), untilWallNs: at(60), devices }],
      },
    });
  const right = await foretold("dest1");
  expect(right.reasons).toEqual([]);
  expect(right.connections[0]?.predicted).toEqual(["dest1"]);
  const wrong = await foretold("dest3");
  expect(wrong.verdict).toBe("inconclusive");
  expect(wrong.reasons[0]).toContain(`${CLIENT} began at dest1 instead of dest3`);
});

test("after a command a device is healthy that answered a connection of any traffic later", async () => {
  const command: EventRecord = {
    event: "command",
    target: "hop2",
    orderedWallNs: at(65),
    orderedMonoNs: "1",
  };
  const { connections, shares } = await judged(
    [{ that: "fates", of: "download", own: 0, collateral: 1, stalled: 0 }],
    { events: [command] },
  );
  expect(connections.map(({ fate }) => fate)).toEqual(["collateral", "survived"]);
  expect(shares.map(({ label, count }) => [label, count])).toContainEqual([
    '"download": collateral',
    1,
  ]);
});

test("an expectation that is open says why", async () => {
  const { verdict, reasons } = await judged([
    { that: "fates", of: "download", own: 0.5, collateral: 0, stalled: 0 },
  ]);
  expect(verdict).toBe("inconclusive");
  expect(reasons).toEqual([
    expect.stringMatching(/^of "download", by theory: 50\.0 % own.*: 1 of 1 /),
  ]);
});

test("a connection that no event met says so", async () => {
  const metNone = async (ms: number) => {
    const { connections } = await judged(SHIFT_EXPECTED, { events: [withdrawal(ms)] });
    return connections.map(({ metNoEvent }) => metNoEvent);
  };
  expect(await metNone(65)).toEqual([undefined, undefined]);
  expect(await metNone(60_000)).toEqual([undefined, true]);
});

test("a connection that began after all events says so", async () => {
  const { connections } = await judged(SHIFT_EXPECTED, { events: [withdrawal(-10)] });
  expect(connections.map(({ afterEvents }) => afterEvents)).toEqual([true, true]);
});

test("what no program told of, and a silence or reject that met nothing, spoil a case", async () => {
  const untold = await judged(SHIFT_EXPECTED, { traffic: [told("reset")] });
  expect(untold.reasons.join()).toContain(`no program told of 1 connection, first ${QUIET}`);
  const silence = { ...withdrawal(500), event: "silence" };
  const silent = await judged(SHIFT_EXPECTED, { events: [silence] });
  expect(silent.reasons.join()).toContain("the silence of dest1 met no packet");
  const timeline = [{ do: "reject" as const, node: "hop2", for: 100, background: false }];
  const reject = { target: "hop2", orderedMonoNs: "1" };
  const rejected = await judged(
    SHIFT_EXPECTED,
    {
      events: [
        { ...reject, event: "reject", orderedWallNs: at(300) },
        { ...reject, event: "reject-end", orderedWallNs: at(401) },
      ],
    },
    timeline,
  );
  expect(rejected.reasons.join()).toContain("the reject at hop2 rejected nothing");
});

test("an event that changes no route is not looked for in a FIB", async () => {
  const probe = { event: "probe", target: "download", orderedWallNs: at(70), orderedMonoNs: "1" };
  const { reasons } = await judged(SHIFT_EXPECTED, { events: [withdrawal(), probe] });
  expect(reasons.join()).not.toContain("was not seen");
});
