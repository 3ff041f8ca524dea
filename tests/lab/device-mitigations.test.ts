import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { cellScenario, findCause, findMitigation } from "../../src/catalogue/index.js";
import type { ScenarioInput } from "../../src/scenario/index.js";
import { shift, withResults } from "./cli.js";

const CAUSE = findCause("withdraw-first");
const CELL = { members: 3, family: 4, connections: 150 } as const;
const MITIGATIONS = ["second-chance", "rst-suppression", "drain", "mptcp"];
const OWN = join(import.meta.dirname, "../../scenarios/examples/own-mitigation.yaml");

test("mitigations at the devices do what theory says, and without them it does not hold", async () => {
  const cells = MITIGATIONS.map((id) => cellScenario(CAUSE, findMitigation(id), CELL));
  const { mitigation: _mine, ...ownSwitchedOff } = parse(readFileSync(OWN, "utf8"));
  // The same withdraw with no mitigation at all, held to what each of them promises.
  const switchedOff: ScenarioInput = {
    ...cellScenario(CAUSE, undefined, CELL),
    name: "switched-off",
    expect: cells.flatMap((cell) => cell.expect),
  };
  await withResults(async (results) => {
    const folder = join(results, "scenarios");
    mkdirSync(folder);
    const scenarios = [...cells, switchedOff, { ...ownSwitchedOff, name: "own-switched-off" }];
    const files = scenarios.map((scenario) => {
      const file = join(folder, `${scenario.name}.yaml`);
      writeFileSync(file, stringify(scenario));
      return file;
    });
    const { document } = await shift(
      ["run", ...files, OWN, "--no-control", "--driver", "netns"],
      results,
    );
    const caseOf = (name: string) => document?.cases.find((one) => one.name === name);
    for (const { name } of [...cells, { name: "own-mitigation" }]) {
      expect(caseOf(name), name).toMatchObject({ verdict: "pass", reasons: [] });
    }
    expect(caseOf("switched-off")?.expectations.map(({ verdict }) => verdict)).toEqual(
      MITIGATIONS.map(() => "fail"),
    );
    expect(caseOf("own-switched-off")?.verdict).toBe("fail");

    // A connection that its devices saved is seen at two of them: at the one that passed it on and at its own.
    const relayed = caseOf("withdraw-first--second-chance")?.connections.filter(
      ({ fate, devices }) => fate === "survived" && devices.length > 1,
    );
    expect(relayed?.length).toBeGreaterThan(CELL.connections / 4);
  });
});

test("a client that tries again gets whole downloads after a withdraw, and not under packet spraying", async () => {
  const helped = cellScenario(CAUSE, findMitigation("client-retry"), CELL);
  const downloads = {
    ...helped,
    traffic: helped.traffic.slice(1),
    expect: helped.expect.slice(-1),
  };
  const spray = cellScenario(findCause("per-packet"), undefined, CELL);
  const { conditions } = spray;
  const beyondHelp = { ...downloads, name: "beyond-help", conditions, timeline: [] };
  await withResults(async (results) => {
    const files = [helped, beyondHelp].map((scenario) => {
      const file = join(results, `${scenario.name}.yaml`);
      writeFileSync(file, stringify(scenario));
      return file;
    });
    const { document } = await shift(
      ["run", ...files, "--no-control", "--driver", "netns"],
      results,
    );
    const [passed, failed] = document?.cases ?? [];
    expect(passed).toMatchObject({ verdict: "pass", reasons: [] });
    const [seen] = passed?.transfers ?? [];
    expect(seen?.whole).toBe(seen?.transfers);
    expect(seen?.broke).toBeGreaterThan(0);
    expect(failed?.expectations.map(({ verdict }) => verdict)).toEqual(["fail"]);
  });
});

test("what goes wrong with a mitigation of one's own is an error and never a figure", async () => {
  const scenario = parse(readFileSync(OWN, "utf8"));
  const { core } = scenario.mitigation.at;
  const faults = {
    "wrong-command": { ...core, commands: [["ip", "route", "add", "nowhere"]] },
    "dying-helper": { ...core, helpers: [["sh", "-c", "echo I give up >&2"]] },
  };
  await withResults(async (results) => {
    const folder = join(results, "scenarios");
    mkdirSync(folder);
    const files = Object.entries(faults).map(([name, part]) => {
      const file = join(folder, `${name}.yaml`);
      const mitigation = { ...scenario.mitigation, at: { core: part }, check: [] };
      writeFileSync(file, stringify({ ...scenario, name, mitigation }));
      return file;
    });
    const { document, exitCode } = await shift(
      ["run", ...files, "--no-control", "--driver", "netns"],
      results,
    );
    expect(exitCode).toBe(4);
    const reasonsOf = (wanted: string) =>
      document?.cases.find(({ name }) => name === wanted)?.reasons.join("\n");
    expect(reasonsOf("wrong-command")).toMatch(
      /^E_COMMAND: core: ip route add nowhere ended with 1: .*nowhere/,
    );
    expect(document?.cases.find(({ name }) => name === "wrong-command")?.shares).toEqual([]);
    expect(reasonsOf("dying-helper")).toContain(
      "E_NODE_DIED: the helper sh -c echo I give up >&2 at core ended: I give up",
    );
  });
});
