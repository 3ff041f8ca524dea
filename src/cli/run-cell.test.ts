import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test, vi } from "vitest";
import { launch } from "./launch.js";
import { runCell } from "./run-cell.js";

vi.mock("./launch.js", () => ({ launch: vi.fn(async () => 0) }));
vi.mock("../driver/index.js", async (original) => ({
  ...(await original<object>()),
  requireRoot: () => undefined,
  examineHost: async () => ({
    probes: [{ id: "mptcp", title: "Multipath TCP", state: "missing", detail: "no mptcpize" }],
  }),
}));

test("a cell for which the host lacks something is launched beside its twin, so that its run tells it", async () => {
  const results = mkdtempSync(`${tmpdir()}/run-cell-`);
  try {
    await runCell({
      cause: "return",
      with: "mptcp",
      members: 3,
      family: 4,
      connections: 200,
      control: true,
      topologies: "topologies",
      driver: "netns",
      results,
      workers: 1,
      json: true,
    });
    const [options] = vi.mocked(launch).mock.calls[0] ?? [];
    expect(options?.cases.map(({ id }) => id)).toEqual([
      "return--none-n3-m200-control-v4",
      "return--none-n3-m200-v4",
      "return--mptcp-n3-m200-v4",
    ]);
  } finally {
    rmSync(results, { recursive: true });
  }
});
