import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { nodeOf } from "../topology/index.js";
import { compareConfig } from "./compare.js";
import { frrConf } from "./frr-conf.js";

// What vtysh of FRR 8.4.4 answered after bgpd had read the frr.conf of the fan topology's node detour.
const RUNNING = readFileSync(
  new URL("fixtures/running-config-detour.txt", import.meta.url),
  "utf8",
);

function intended(): string {
  const lab = shippedLab("fan");
  return frrConf(lab, nodeOf(lab, "detour"));
}

function without(text: string, line: string): string {
  expect(text).toContain(`${line}\n`);
  return text.replace(`${line}\n`, "");
}

describe("compareConfig", () => {
  it("finds no difference between frr.conf and what FRR made of it", () => {
    expect(compareConfig(intended(), RUNNING)).toEqual([]);
  });

  it("names a line that FRR does not run, with its blocks", () => {
    const running = without(RUNNING, "  neighbor 198.18.0.12 route-map PREPEND-FIRST1 out");
    expect(compareConfig(intended(), running)).toEqual([
      "missing: router bgp 64522 / address-family ipv4 unicast / neighbor 198.18.0.12 route-map PREPEND-FIRST1 out",
    ]);
  });

  it("names a line that nobody asked for", () => {
    const running = RUNNING.replace(
      " timers bgp 3 9\n",
      " timers bgp 3 9\n bgp fast-convergence\n",
    );
    expect(compareConfig(intended(), running)).toEqual([
      "extra: router bgp 64522 / bgp fast-convergence",
    ]);
  });

  it("sees another value as both missing and extra", () => {
    const running = RUNNING.replace("prepend 64522 64522", "prepend 64522");
    expect(compareConfig(intended(), running)).toEqual([
      "missing: route-map PREPEND-FIRST1 permit 10 / set as-path prepend 64522 64522",
      "extra: route-map PREPEND-FIRST1 permit 10 / set as-path prepend 64522",
    ]);
  });

  it("tells the same line in another block from the one that was meant", () => {
    const moved = "  maximum-paths 16";
    const running = without(RUNNING, moved).replace(
      /^ neighbor 198/m,
      " maximum-paths 16\n neighbor 198",
    );
    expect(compareConfig(intended(), running)).toEqual([
      "missing: router bgp 64522 / address-family ipv4 unicast / maximum-paths 16",
      "extra: router bgp 64522 / maximum-paths 16",
    ]);
  });

  it("names a block once when all of it is missing", () => {
    const running = RUNNING.replace(/router bgp[\s\S]*?\nexit\n/, "");
    expect(compareConfig(intended(), running)).toEqual(["missing: router bgp 64522"]);
  });

  it("reports another profile of defaults, debugging, and another daemon's routes", () => {
    const running = RUNNING.replace("defaults traditional", "defaults datacenter").replace(
      "\nend\n",
      "\ndebug bgp zebra\nip route 203.0.113.0/24 Null0\nend\n",
    );
    expect(compareConfig(intended(), running)).toEqual([
      "extra: frr defaults datacenter",
      "extra: debug bgp zebra",
      "extra: ip route 203.0.113.0/24 Null0",
    ]);
  });

  it("misses everything when vtysh answers with no configuration", () => {
    expect(compareConfig(intended(), "% Unknown command.\n")).toEqual([
      "missing: hostname detour",
      "missing: route-map PREFER-GLOBAL permit 10",
      "missing: route-map PREPEND-FIRST1 permit 10",
      "missing: router bgp 64522",
      "extra: % Unknown command.",
    ]);
  });
});
