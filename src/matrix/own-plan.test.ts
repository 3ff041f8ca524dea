import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { causes, findMitigation } from "../catalogue/index.js";
import { loadScenario } from "../topology/index.js";
import { helpsNotAgainst, withMitigation, withoutMitigation } from "./own-plan.js";

let cells: string;
beforeEach(() => {
  cells = mkdtempSync(join(tmpdir(), "cells-"));
});
afterEach(() => rmSync(cells, { recursive: true }));

function plan(name: string, file = `scenarios/examples/${name}.yaml`) {
  const loaded = loadScenario(file, "topologies");
  if (Array.isArray(loaded)) throw new Error(loaded.join());
  return { ...loaded, id: `${name}-v4`, family: 4 as const };
}

/** The shipped plan in another topology, with another mitigation and these steps in place of its first, each as YAML. */
function planIn(topology: string, mitigation: string, steps?: readonly string[]) {
  const file = join(cells, "elsewhere.yaml");
  const shipped = readFileSync("scenarios/examples/planned-withdraw.yaml", "utf8");
  writeFileSync(
    file,
    shipped
      .replace("mitigation: resilient", `mitigation: ${mitigation}`)
      .replace(/^topology: .*/m, `topology: ${topology}`)
      .replace("from: [origin1], ", "")
      .replace(
        /^ {2}- \{ do: withdraw.*/m,
        (withdraw) => steps?.map((step) => `  - { ${step} }`).join("\n") ?? withdraw,
      ),
  );
  return plan("planned-withdraw", file);
}

/** The shipped plan with another mitigation and other traffic, each as a line of YAML, and no expectation that asks for more. */
function planWith(mitigation: string, ...traffic: string[]) {
  const shipped = readFileSync("scenarios/examples/planned-withdraw.yaml", "utf8");
  const text = shipped
    .replace("mitigation: resilient", `mitigation: ${mitigation}`)
    .replace(/ {2}- \{ kind: held.*/, traffic.map((line) => `  - { ${line} }`).join("\n"))
    .replace(/ {2}- \{ do: probe.*\n/, "")
    .replace(/ {2}- \{ that: fates.*/, "  - { that: most-reset, of: plan, atLeast: 0 }");
  const file = join(cells, "plan.yaml");
  writeFileSync(file, text);
  return plan("planned-withdraw", file);
}
const mitigated = (...of: Parameters<typeof planWith>) =>
  withMitigation(planWith(...of), { cells, topologies: "topologies" });

const DOWNLOADS = "kind: curl, id: plan, sizes: [2MB], count: 16";

test("a mitigation of the catalogue is put into the conditions; all else stays but the bounds, which are the plan's", () => {
  const planned = plan("planned-withdraw");
  const { scenario, id } = withMitigation(planned, { cells, topologies: "topologies" });
  expect(scenario.conditions).toMatchObject([{ kind: "resilient-group", node: "core" }]);
  const { mitigation: _, conditions: __, bounds, ...rest } = planned.scenario;
  expect(scenario).toMatchObject(rest);
  expect([bounds.lost, scenario.bounds]).toEqual([0.5, {}]);
  expect(scenario.mitigation).toBeUndefined();
  expect(id).toBe(planned.id);
});

test("a mitigation of one's own is left as it is", () => {
  const planned = plan("own-mitigation");
  expect(withMitigation(planned, { cells, topologies: "topologies" })).toBe(planned);
});

test("without it, the same timeline and traffic are run, and only counted", () => {
  const planned = plan("own-mitigation");
  const { scenario } = withoutMitigation(planned);
  expect(scenario).toMatchObject({
    name: "own-mitigation-without",
    timeline: planned.scenario.timeline,
    traffic: planned.scenario.traffic,
    expect: [{ that: "most-reset", of: "connections", atLeast: 0 }],
  });
  expect(scenario.mitigation).toBeUndefined();
});

test("a mitigation helps not against what it is not for, nor where theory stays", () => {
  const resilient = helpsNotAgainst(findMitigation("resilient"), causes, plan("planned-withdraw"));
  expect(resilient).toContain("path-change");
  expect(resilient).not.toContain("withdraw-first");
});

test.each([
  ["article", 2],
  ["tier", 2],
  ["cluster", 3],
])(
  "members of %s are the ways of its ECMP hop, also where no device stands right behind",
  (topology, ways) => {
    const planned = planIn(topology, "maglev");
    const { scenario } = withMitigation(planned, { cells, topologies: "topologies" });
    expect(scenario.conditions).toMatchObject([{ kind: "balance", by: "maglev" }]);
    // Of two ways none is left that a lost one could move to another: that takes three.
    const spared = !helpsNotAgainst(findMitigation("maglev"), causes, planned).includes(
      "withdraw-first",
    );
    expect(spared).toBe(ways > 2);
  },
);

test("a mitigation with a topology of its own is refused where that cannot be compared with the plan's", () => {
  const run = (topology: string) =>
    withMitigation(planIn(topology, "l4-tier"), { cells, topologies: "topologies" });
  expect(() => run("article")).toThrow(
    expect.objectContaining({
      code: "E_USAGE",
      message: expect.stringMatching(/^l4-tier cannot be shown on this plan: .* its own, tier,/),
      place: { file: join(cells, "elsewhere.yaml"), line: 10, col: 1 },
      hint: expect.stringContaining("`cluster`"),
    }),
  );
  for (const topology of ["cluster", "tier"]) {
    const { lab, scenario } = run(topology);
    expect(lab.topology).toBe("tier");
    expect(scenario.conditions).toMatchObject([{ node: "lb1" }, { node: "lb2" }]);
  }
});

test("links that a plan takes down are those of as many devices of the tier", () => {
  const links = (topology: string, ...steps: string[]) => {
    const planned = planIn(topology, "l4-tier", steps);
    const { scenario } = withMitigation(planned, { cells, topologies: "topologies" });
    return scenario.timeline.flatMap((step) => ("link" in step ? [[step.do, ...step.link]] : []));
  };
  const lost = ["link: [core, first]", "link: [core, last]"].map((one) => `do: link-down, ${one}`);
  const down = (device: string) => ["lb1", "lb2"].map((one) => ["link-down", one, device]);
  const up = (device: string) => ["lb1", "lb2"].map((one) => ["link-up", one, device]);
  expect(links("cluster", ...lost)).toEqual([...down("dest1"), ...down("dest3")]);
  const back = "do: link-up, link: [core, first]";
  expect(links("cluster", ...lost, back)).toEqual([
    ...down("dest1"),
    ...down("dest3"),
    ...up("dest3"),
  ]);
  expect(links("cluster", "do: link-down, link: [core, dest2]")).toEqual(down("dest2"));
  const elsewhere = ["link-down", "core", "first1"];
  expect(links("cluster", "do: link-down, link: [core, first1]")).toEqual([elsewhere]);
  expect(links("tier", ...lost.slice(0, 1))).toEqual([["link-down", "core", "first"]]);
});

test.each([
  "do: flap, device: first, times: 1, down: 200ms, up: 200ms",
  "do: link-down, link: [core, first]",
  "do: silence, device: first",
  "do: prepend, node: core, towards: first1, times: 4",
  "do: ttl, node: first1, value: 40",
  "do: reseed, node: core",
])("a plan that begins with { %s } loses no device in order", (step) => {
  const planned = planIn("cluster", "drain", [step]);
  expect(() => withMitigation(planned, { cells, topologies: "topologies" })).toThrow(
    /^drain is not for planned-withdraw: only a withdraw/,
  );
});

test("a plan that loses a device in order does so whatever comes later", () => {
  const steps = ["do: withdraw, device: dest1", "do: announce, device: dest1"];
  const { scenario } = withMitigation(planIn("cluster", "drain", steps), {
    cells,
    topologies: "topologies",
  });
  expect(scenario.timeline.map((step) => step.do)).toContain("drain");
});

test("downloads that try again are the plan's own, and do not without the mitigation", () => {
  const retries = (line: string) =>
    mitigated("client-retry", line).scenario.traffic.map((one) => ({ ...one }));
  expect(retries(DOWNLOADS)).toMatchObject([{ id: "plan", retry: 5 }]);
  expect(retries(`${DOWNLOADS}, retry: 3`)).toMatchObject([{ id: "plan", retry: 3 }]);
  const bare = withoutMitigation(planWith("client-retry", `${DOWNLOADS}, retry: 3`));
  expect(bare.scenario.traffic).toMatchObject([{ id: "plan", retry: undefined }]);
});

test.each([
  ["client-retry", "kind: iperf, id: plan, streams: 4, seconds: 2, rate: 60kB", /only downloads/],
  ["client-retry", `${DOWNLOADS}, direction: upload`, /only downloads/],
  ["mptcp", DOWNLOADS, /plan of this plan cannot speak Multipath TCP/],
])("%s is refused for traffic that cannot show it: %s", (mitigation, traffic, message) => {
  expect(() => mitigated(mitigation, traffic)).toThrow(
    expect.objectContaining({
      code: "E_USAGE",
      message: expect.stringMatching(message),
      hint: expect.stringContaining("`kind: "),
    }),
  );
});

test("what would only seem to save is refused, wherever in the timeline it stands", () => {
  const steps = ["do: withdraw, device: dest1", "do: silence, device: dest2"];
  const planned = planIn("cluster", "mptcp", steps);
  expect(() => withMitigation(planned, { cells, topologies: "topologies" })).toThrow(
    expect.objectContaining({
      code: "E_USAGE",
      message: expect.stringContaining("dead by each of its addresses"),
    }),
  );
});

test("what a mitigation makes wrong is told where the plan names it, all at once", () => {
  const planned = planIn("fan", "second-chance");
  expect(() => withMitigation(planned, { cells, topologies: "topologies" })).toThrow(
    expect.objectContaining({
      errors: [
        expect.objectContaining({
          code: "E_SCENARIO_REF",
          message: expect.stringMatching(
            /^with the mitigation second-chance: .*not linked with each other/,
          ),
          place: { file: planned.file, line: 10, col: 1 },
        }),
      ],
    }),
  );
});

describe("by what the ECMP hop chooses", () => {
  const POLICY = "kind: sysctl, node: core, key: net.ipv4.fib_multipath_hash_policy, value: 3";
  const TTL = "kind: balance, node: core, fields: [source-address, source-port, ttl]";
  /** The conditions at the hop of a plan with these steps and conditions, once the mitigation is in force. */
  function choiceWith(mitigation: string, steps: string[], ...conditions: string[]) {
    const list = conditions.map((one) => `\n  - { ${one} }`).join("");
    const planned = planIn("cluster", `${mitigation}\nconditions:${list}`, steps);
    return withMitigation(planned, { cells, topologies: "topologies" }).scenario.conditions.filter(
      (one) => "node" in one && one.node === "core",
    );
  }

  test.each([
    ["l3-hash", POLICY, { kind: "sysctl", value: 0 }],
    ["l3-hash", TTL, { kind: "balance", fields: ["source-address"] }],
    ["stable-fields", TTL, { kind: "balance", fields: ["source-address", "source-port"] }],
    ["maglev", "kind: packet-spray, node: core", { kind: "balance", by: "maglev" }],
  ])("%s takes the place of { %s }", (mitigation, condition, choice) => {
    const mtu = "kind: mtu, link: [core, dest1], value: 1400";
    expect(choiceWith(mitigation, [], mtu, condition)).toMatchObject([choice]);
  });

  test("a balancer decides wherever it stands among sysctls", () => {
    const stable = { kind: "balance", fields: ["source-address", "source-port"] };
    expect(choiceWith("stable-fields", [], POLICY, TTL)).toMatchObject([stable]);
    expect(choiceWith("stable-fields", [], TTL, POLICY)).toMatchObject([stable]);
  });

  test("any other mitigation leaves it as it is", () => {
    const both = [POLICY, TTL];
    expect(choiceWith("mptcp", [], ...both)).toMatchObject([{ value: 3 }, { kind: "balance" }]);
  });

  test("what breaks a plan's connections is told by it where no step tells", () => {
    for (const choice of [TTL, POLICY])
      expect(() => choiceWith("drain", [], choice)).toThrow(/drain is not for planned-withdraw/);
    const stable = "kind: balance, node: core, fields: [source-address, source-port]";
    for (const conditions of [[stable], [POLICY, stable]])
      expect(() => choiceWith("stable-fields", [], ...conditions)).toThrow(/does not change/);
    expect(() => choiceWith("mptcp", [], "kind: packet-spray, node: core")).toThrow(/handshake/);
    expect(choiceWith("stable-fields", ["do: ttl, node: first1, value: 40"], TTL)).toHaveLength(1);
  });
});

test("what a client does itself helps wherever connections break", () => {
  const retry = helpsNotAgainst(findMitigation("client-retry"), causes, plan("planned-withdraw"));
  expect(retry).toContain("device-silent");
  for (const id of ["withdraw-first", "ttl-in-hash", "balancer-lost"])
    expect(retry).not.toContain(id);
});
