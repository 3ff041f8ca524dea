import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { Scope, until } from "../core/index.js";
import { scriptProcess } from "../driver/fixtures/node-process.js";
import type { NodeShell } from "../driver/index.js";
import { toldLab } from "../events/fixtures/told-lab.js";
import type { OwnMitigation, OwnMitigationPart } from "../scenario/index.js";
import { applyOwnMitigation } from "./own-mitigation.js";

const lab = shippedLab("article");
const NOTHING: OwnMitigationPart = { files: {}, sysctls: {}, commands: [], helpers: [] };

/** Puts one in force in a lab in which nothing runs but, for every helper, this script. */
async function apply(
  mitigation: Pick<OwnMitigation, "at"> & Partial<OwnMitigation>,
  scope: Scope,
  {
    answer,
    helper = "sleep 60",
  }: { answer?: (command: string) => string | undefined; helper?: string } = {},
) {
  const { running, told } = toldLab(lab, answer);
  const spawn: NodeShell["spawn"] = () => scriptProcess(helper);
  const node = (name: string) => ({ ...running.node(name), spawn }) as NodeShell;
  const context = { running: { ...running, node }, family: 4 as const, scope };
  const active = await applyOwnMitigation({ name: "own", check: [], ...mitigation }, context);
  return { active, told };
}

test("files come first, then node by node sysctls, rules and commands, and checks when all is in force", async () => {
  await using scope = new Scope();
  const { active, told } = await apply(
    {
      at: {
        devices: { ...NOTHING, files: { plan: "all\n" }, commands: [["one", "two"], ["three"]] },
        origin: { ...NOTHING, sysctls: { "net.ipv4.tcp_ecn": 1 }, nft: "table inet own {}\n" },
      },
      check: [{ at: "devices", run: ["true"] }],
    },
    scope,
  );
  const devices = ["dest1", "dest2"];
  expect(told).toEqual([
    ...devices.flatMap((name) => [
      `${name}: mkdir -p /lab/own`,
      `${name}: tee /lab/own/plan\nall\n`,
    ]),
    ...devices.flatMap((name) => [`${name}: one two`, `${name}: three`]),
    "origin: sysctl -n net.ipv4.tcp_ecn",
    "origin: sysctl -q -w net.ipv4.tcp_ecn=1",
    "origin: nft -f -\ntable inet own {}\n",
    ...devices.map((name) => `${name}: true`),
  ]);
  expect(active.choice).toMatchObject({ node: "hop2", unpredictable: expect.any(String) });
  expect(active.fault?.()).toBeUndefined();
});

test("a check is asked again until it passes", async () => {
  await using scope = new Scope();
  let asked = 0;
  const answer = (command: string) => (command === "ask" && ++asked < 3 ? undefined : "");
  await apply({ at: {}, check: [{ at: "dest1", run: ["ask"] }] }, scope, { answer });
  expect(asked).toBe(3);
});

test("a helper that ended is a fault, with what it said last", async () => {
  await using scope = new Scope();
  const at = { dest1: { ...NOTHING, helpers: [["keep", "on"]] } };
  const { active } = await apply({ at }, scope, { helper: "echo no room >&2; exit 1" });
  await until("its fault", () => active.fault?.(), { deadlineMs: 5_000 });
  expect(active.fault?.()).toBe("E_NODE_DIED: the helper keep on at dest1 ended: no room");
});
