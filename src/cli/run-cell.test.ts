import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { launch } from "./launch.js";
import { type CellRequest, runCell } from "./run-cell.js";

vi.mock("./launch.js", () => ({ launch: vi.fn(async () => 0) }));
vi.mock("../driver/index.js", async (original) => ({
  ...(await original<object>()),
  requireRoot: () => undefined,
  examineHost: async () => ({
    probes: [{ id: "mptcp", title: "Multipath TCP", state: "missing", detail: "no mptcpize" }],
  }),
}));

let results = "";
beforeEach(() => {
  results = mkdtempSync(`${tmpdir()}/run-cell-`);
});
afterEach(() => {
  vi.mocked(launch).mockClear();
  rmSync(results, { recursive: true });
});

/** What is launched for a cell: the name of the run and the ids of its cases. */
async function launched(parts: Partial<CellRequest>) {
  await runCell({
    cause: "return",
    with: undefined,
    members: 3,
    family: 4,
    connections: 200,
    control: true,
    topologies: "topologies",
    driver: "netns",
    results,
    workers: 1,
    json: true,
    ...parts,
  });
  const [options] = vi.mocked(launch).mock.calls[0] ?? [];
  return [options?.name, options?.cases.map(({ id }) => id)];
}

test("a cell for which the host lacks something is launched beside its twin, so that its run tells it", async () => {
  expect(await launched({ with: "mptcp" })).toEqual([
    "return--mptcp",
    ["return--none-n3-m200-control-v4", "return--none-n3-m200-v4", "return--mptcp-n3-m200-v4"],
  ]);
});

test("a cause alone is one case, in its usual family, and has a control only where one is wanted", async () => {
  const alone = { cause: "flow-label-rto", family: undefined, control: false };
  expect(await launched(alone)).toEqual([
    "flow-label-rto--none",
    ["flow-label-rto--none-n3-m200-v6"],
  ]);
});

test("a cell that makes no sense is refused, and nothing is launched", async () => {
  await expect(launched({ with: "drain" })).rejects.toMatchObject({
    code: "E_USAGE",
    message: expect.stringMatching(/^drain is not for return: /),
  });
  expect(launch).not.toHaveBeenCalled();
});
