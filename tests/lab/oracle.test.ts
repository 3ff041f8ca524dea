import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { ScenarioInput } from "../../src/scenario/index.js";
import type { CaseResult } from "../../src/verdict/index.js";
import { shift, withResults } from "./cli.js";

const CONNECTIONS = 120;
const probe = { do: "probe", traffic: "held", after: "100ms" } as const;

function scenario(name: string, parts: Partial<ScenarioInput>): ScenarioInput {
  return {
    name,
    title: name,
    about: "Held connections of which the kernel was asked.",
    topology: { name: "cluster", with: { devices: 3 } },
    traffic: [{ kind: "held", id: "held", from: ["origin1"], count: CONNECTIONS }],
    // What theory says is another test's matter: the oracle speaks of each connection.
    expect: [{ that: "most-reset", of: "held", atLeast: 0 }],
    ...parts,
  };
}

const OPENED_LATER: ScenarioInput["traffic"] = [
  { kind: "held", id: "held", from: ["origin1"], count: CONNECTIONS, later: true },
];

// Events after which each connection's next packet goes where the kernel says, other than before for some.
const MOVED: ScenarioInput[] = [
  ...(["first", "middle", "last"] as const).map((device) =>
    scenario(`withdraw-${device}`, { timeline: [{ do: "withdraw", device }, probe] }),
  ),
  scenario("return", {
    traffic: OPENED_LATER,
    timeline: [
      { do: "withdraw", device: "middle" },
      { do: "open", traffic: "held" },
      { do: "announce", device: "withdrawn" },
      probe,
    ],
  }),
  scenario("path-change", {
    timeline: [{ do: "prepend", node: "core", towards: "first1", times: 4 }, probe],
  }),
  scenario("resilient-group", {
    conditions: [{ kind: "resilient-group", node: "core", buckets: 1024 }],
    timeline: [{ do: "withdraw", device: "first" }, probe],
  }),
  scenario("modulo-by-nft", {
    conditions: [{ kind: "balance", node: "core", by: "modulo" }],
    timeline: [{ do: "withdraw", device: "first" }, probe],
  }),
  // With a mark there is no hash to ask for, so IPv6 can be asked too.
  scenario("maglev-by-nft", {
    families: [6],
    conditions: [{ kind: "balance", node: "core", by: "maglev", size: 1021 }],
    timeline: [{ do: "withdraw", device: "first" }, probe],
  }),
  scenario("link-down", { timeline: [{ do: "link-down", link: ["core", "dest2"] }, probe] }),
];

// Events that move nobody; the kernel is asked again only where there was one.
const UNCHANGED: [again: number, ScenarioInput][] = [
  [0, scenario("no-event", { timeline: [probe] })],
  [
    CONNECTIONS,
    scenario("pinned-by-nft", {
      conditions: [{ kind: "balance", node: "core", pin: "connmark" }],
      timeline: [{ do: "withdraw", device: "first" }, probe],
    }),
  ],
  // Withdrawn and back while nobody sends: the group is again what it was.
  [
    CONNECTIONS,
    scenario("flap", {
      timeline: [{ do: "flap", device: "first", times: 1, down: "200ms", up: "200ms" }, probe],
    }),
  ],
];

const NOT_ASKED: [reason: string, ScenarioInput][] = [
  [
    "core has hash policy 1",
    scenario("policy-1", {
      conditions: [
        { kind: "sysctl", node: "core", key: "net.ipv4.fib_multipath_hash_policy", value: 1 },
      ],
      timeline: [probe],
    }),
  ],
  ["core hashes IPv6 packets otherwise", scenario("ipv6", { families: [6], timeline: [probe] })],
  [
    "core hashes source-address, source-port, ecn",
    scenario("ecn-in-the-hash", {
      conditions: [
        { kind: "balance", node: "core", fields: ["source-address", "source-port", "ecn"] },
      ],
      timeline: [probe],
    }),
  ],
];

// Over IPv6 the pinned routes of a lost member are gone, and its connections fall back to the router's own hash.
const FALLING_BACK = scenario("ipv6-pinned-link-down", {
  families: [6],
  conditions: [{ kind: "balance", node: "core", pin: "connmark" }],
  timeline: [{ do: "link-down", link: ["core", "dest1"] }, probe],
});

// What an expectation says of the oracle is held against its words of all times.
const TESTED = [
  { right: 1, verdict: "pass" },
  { right: 0.5, verdict: "fail" },
].map((one, index) => ({
  ...one,
  scenario: scenario(`tested-${index}`, {
    timeline: [{ do: "withdraw", device: "first" }, probe],
    expect: [{ that: "foretold", of: "held", right: one.right }],
  }),
}));

const results = new Map<string, CaseResult>();

beforeAll(async () => {
  await withResults(async (folder) => {
    const all = [...MOVED, ...[...UNCHANGED, ...NOT_ASKED].map(([, one]) => one)];
    const expecting = TESTED.map((one) => one.scenario);
    const files = [...all, FALLING_BACK, ...expecting].map((one) => {
      const file = join(folder, `${one.name}.yaml`);
      writeFileSync(file, stringify(one));
      return file;
    });
    const { document, stderr } = await shift(
      ["run", ...files, "--no-control", "--driver", "netns"],
      folder,
    );
    expect(document?.cases, stderr).toHaveLength(files.length);
    for (const result of document?.cases ?? []) results.set(result.name, result);
  });
});

function resultOf({ name }: ScenarioInput) {
  const { reasons, oracle, connections = [] } = results.get(name) ?? {};
  const held = connections.filter(({ traffic }) => traffic === "held");
  const clients = (some: typeof held) => some.map(({ client }) => client).sort();
  return {
    reasons,
    oracle,
    held,
    moved: clients(held.filter(({ predicted = [] }) => predicted.length > 1)),
    reset: clients(held.filter(({ outcome }) => outcome === "reset")),
    devices: held.map((one) => one.devices),
    predicted: held.map((one) => one.predicted),
  };
}

describe("each connection goes where the kernel said it would", () => {
  test.each(MOVED)("$name", (moving) => {
    const { reasons, oracle, moved, reset, devices, predicted } = resultOf(moving);
    expect(reasons).toEqual([]);
    expect(oracle?.before).toEqual({ agreed: CONNECTIONS, total: CONNECTIONS });
    expect(oracle?.after).toEqual({ agreed: CONNECTIONS, total: CONNECTIONS });
    expect(devices).toEqual(predicted);
    // Without the event nobody would have moved; a connection breaks exactly when it does.
    expect(moved.length).toBeGreaterThan(CONNECTIONS / 10);
    expect(reset).toEqual(moved);
  });

  test.each(UNCHANGED.map(([again, staying]) => ({ name: staying.name, again, staying })))(
    "$name",
    ({ again, staying }) => {
      const { reasons, oracle, moved, reset } = resultOf(staying);
      expect(reasons).toEqual([]);
      expect(oracle?.before).toEqual({ agreed: CONNECTIONS, total: CONNECTIONS });
      expect(oracle?.after).toEqual({ agreed: again, total: again });
      expect(moved).toEqual([]);
      expect(reset).toEqual([]);
    },
  );
});

test("what falls back to the router's own hash of IPv6 is not foretold, and everything else is", () => {
  const { reasons, oracle, held } = resultOf(FALLING_BACK);
  expect(reasons).toEqual([]);
  expect(oracle?.before).toEqual({ agreed: CONNECTIONS, total: CONNECTIONS });
  const lost = held.filter(({ devices }) => devices[0] === "dest1");
  expect(lost.length).toBeGreaterThan(CONNECTIONS / 10);
  expect(oracle?.notForetold).toBe(lost.length);
  for (const { predicted } of lost) expect(predicted).toEqual(["dest1", "?"]);
  const kept = CONNECTIONS - lost.length;
  expect(oracle?.after).toEqual({ agreed: kept, total: kept });
});

test.each(TESTED)("that of all $right are right: $verdict", ({ scenario: { name }, verdict }) => {
  const all = { agreed: CONNECTIONS, total: CONNECTIONS };
  expect(results.get(name)).toMatchObject({
    verdict,
    oracle: { before: all, after: all },
    shares: [{ count: CONNECTIONS, total: CONNECTIONS }],
  });
});

test.each(NOT_ASKED)("not asked, because %s", (reason, one) => {
  const { reasons, oracle } = resultOf(one);
  expect(reasons).toEqual([]);
  expect(oracle?.skipped).toContain(reason);
});
