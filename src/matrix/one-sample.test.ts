import { expect, test } from "vitest";
import type { Family } from "../core/index.js";
import type { PlannedCase } from "../run/index.js";
import { refuseOneSample } from "./one-sample.js";

const ONE = { kind: "held", id: "old", to: "anycast", sources: "one" };
const MANY = { ...ONE, id: "new", sources: "many" };
const policy = (value: number | string, family = 4) => ({
  kind: "sysctl",
  key: `net.ipv${family}.fib_multipath_hash_policy`,
  value,
});
const fields = (value: number | string, family: Family) => ({
  kind: "sysctl",
  key: `net.ipv${family}.fib_multipath_hash_fields`,
  value,
});
const balance = (...by: string[]) => ({ kind: "balance", fields: by });
const own = (sysctls: object) => ({ name: "own", at: { core: { sysctls } } });

function refusalOf(scenario: object, family: Family = 4): unknown {
  const whole = { conditions: [], traffic: [ONE], ...scenario };
  try {
    refuseOneSample({ scenario: whole, family, file: "plan.yaml" } as unknown as PlannedCase);
  } catch (thrown) {
    return thrown;
  }
}

test.each([
  ["hash policy 0", { conditions: [policy(0)] }, 4],
  ["policy 0 of a mitigation of one's own", { mitigation: own({ [policy(0).key]: "0" }) }, 4],
  ["hash fields without ports", { conditions: [fields("0x3", 6)] }, 6],
  ["nft by source address", { conditions: [balance("source-address", "ttl")] }, 4],
  [
    "downloads",
    { conditions: [policy(0)], traffic: [{ kind: "curl", id: "old", to: "anycast" }] },
    4,
  ],
] as const)("one client address is one sample: %s", (_, scenario, family) => {
  expect(refusalOf(scenario, family)).toMatchObject({
    code: "E_USAGE",
    message: expect.stringContaining("the connections of old have one client address"),
    hint: expect.stringContaining("`sources: many`"),
    place: { file: "plan.yaml" },
  });
});

test.each([
  ["an address for each connection", { conditions: [policy(0)], traffic: [MANY] }, 4],
  ["the usual hash", { conditions: [policy(1)] }, 4],
  ["fields with ports", { conditions: [fields(0x37, 4)] }, 4],
  ["the flow label", { conditions: [policy(0, 6)] }, 6],
  ["fields with the flow label", { conditions: [fields("0xb", 6)] }, 6],
  ["the other family's hash", { conditions: [fields(3, 6)] }, 4],
  ["the other family's policy", { conditions: [policy(0)] }, 6],
  ["nft by address and port", { conditions: [balance("source-address", "source-port")] }, 4],
  ["a device of its own", { conditions: [policy(0)], traffic: [{ ...ONE, to: "dest1" }] }, 4],
] as const)(
  "connections that are hashed each by itself are not refused: %s",
  (_, scenario, family) => {
    expect(refusalOf(scenario, family)).toBeUndefined();
  },
);
