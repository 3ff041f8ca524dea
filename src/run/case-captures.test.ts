import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { startCapture } from "../capture/index.js";
import { Scope, ShiftError } from "../core/index.js";
import { CaseCaptures } from "./case-captures.js";
import { noLab } from "./fixtures/no-lab.js";

vi.mock("../capture/index.js", async (original) => ({
  ...(await original<typeof import("../capture/index.js")>()),
  startCapture: vi.fn(),
}));

let runFolder: string;
beforeEach(() => {
  runFolder = mkdtempSync(join(tmpdir(), "run-"));
});
afterEach(() => rmSync(runFolder, { recursive: true }));

test("each capture says how many packets it has and lost, also where another failed", async () => {
  let captures = 0;
  vi.mocked(startCapture).mockImplementation(async () => {
    const number = ++captures;
    return {
      stop: async () => {
        if (number === 2) throw new ShiftError({ code: "E_CAPTURE", message: "it has ended" });
        return { packets: 10 * number, dropped: number };
      },
    };
  });
  await using scope = new Scope();
  const armed = await CaseCaptures.arm("shift-v4", {
    running: noLab({ lab: shippedLab("article") }),
    runFolder,
    scope,
  });
  const evidence: Parameters<CaseCaptures["stop"]>[0] = { captures: [], faults: [] };
  await armed.stop(evidence);
  expect(evidence.faults).toEqual(["E_CAPTURE: it has ended"]);
  expect(evidence.captures).toHaveLength(captures - 1);
  expect(evidence.captures.slice(0, 2)).toMatchObject([
    { packets: 10, droppedByKernel: 1 },
    { packets: 30, droppedByKernel: 3 },
  ]);
  const files = evidence.captures.map(({ file, node, interface: link }) => [file, node, link]);
  for (const [file, node, link] of files)
    expect(file).toBe(`captures/shift-v4/${node}-${link}.pcap`);
});
