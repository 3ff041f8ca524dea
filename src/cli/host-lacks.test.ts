import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findCause, findMitigation } from "../catalogue/index.js";
import { examineHost } from "../driver/index.js";
import { cellCase } from "../matrix/index.js";
import { planned } from "../run/fixtures/planned.js";
import { hostLacks, withLacks } from "./host-lacks.js";

vi.mock("../driver/index.js", async (original) => ({
  ...(await original<object>()),
  examineHost: vi.fn(async () => ({
    probes: [
      { id: "nftables", title: "rules of nftables", state: "missing", detail: "no nft" },
      { id: "resilient-groups", title: "groups", state: "ok", detail: "" },
    ],
  })),
}));

const LACKS = "this host lacks rules of nftables (no nft)";

let cells: string;
beforeEach(() => {
  cells = mkdtempSync(join(tmpdir(), "host-lacks-"));
});
afterEach(() => rmSync(cells, { recursive: true }));

test("each case is told what is missing of what it needs, and nothing is tried where none needs anything", async () => {
  const plain = planned("plain", { timeline: [] });
  const [spray, grouped] = [planned("spray"), planned("grouped")];
  spray.scenario.conditions = [{ kind: "packet-spray", node: "core" }];
  grouped.scenario.mitigation = "resilient";
  expect(await withLacks([plain])).toEqual([plain]);
  expect(examineHost).not.toHaveBeenCalled();
  const told = await withLacks([plain, spray, grouped]);
  expect(told).toEqual([plain, { ...spray, lacks: LACKS }, grouped]);
});

test("a cell lacks nothing that its mitigation takes the place of", async () => {
  const lacks = await hostLacks();
  const lacksOf = (mitigation?: string) =>
    lacks(
      cellCase(
        {
          cause: findCause("per-packet"),
          mitigation: mitigation === undefined ? undefined : findMitigation(mitigation),
          cell: { members: 3, family: 4, connections: 200 },
        },
        { cells, topologies: "topologies" },
      ),
    );
  expect([lacksOf(), lacksOf("l3-hash"), lacksOf("maglev")]).toEqual([LACKS, undefined, LACKS]);
});
