import { expect, test } from "vitest";
import type { HostReport } from "../driver/index.js";
import { withHost } from "./catalogue.js";

const entry = { id: "a", name: "", about: "", source: "", needs: [], probes: ["mptcp"], more: {} };

/** A host with or without root, Multipath TCP and a driver. */
function hostWith({ root = true, mptcp = true, driver = true }): HostReport {
  const probe = (id: "root" | "mptcp", works: boolean) => ({
    id,
    title: id,
    neededFor: "some scenarios" as const,
    state: works ? ("ok" as const) : ("missing" as const),
    detail: "tried",
  });
  return {
    probes: [probe("root", root), probe("mptcp", mptcp)],
    drivers: [{ name: "netns", usable: driver, lacks: [] }],
  };
}

test.each([
  ["everything", {}, ""],
  ["no root", { root: false, driver: false }, "this host lacks root (tried)"],
  ["not what it needs", { mptcp: false }, "this host lacks mptcp (tried)"],
  ["no driver", { driver: false }, "no driver can be used; `anycast-shift doctor` says why"],
])("a host with %s", (_, parts, because) => {
  expect(withHost(entry, hostWith(parts))).toMatchObject({ runs: because === "", because });
});
