import { describe, expect, it } from "vitest";
import { findReferences } from "./references.js";
import { scenarioSchema } from "./schema.js";

const RAW = {
  conditions: [
    { kind: "packet-spray", node: "hop2" },
    { kind: "mtu", link: ["hop1", "hop2"], value: 1 },
    { kind: "unheard-of", node: "hop3" },
  ],
  traffic: [
    { kind: "curl", id: "one", from: ["origin1", 5, "origin2"], to: "dest1", sizes: "many" },
  ],
  timeline: [
    { do: "withdraw", device: "serving", colour: "red" },
    { do: "link-down", link: ["hop1"] },
    { do: "prepend", node: "core", towards: "first1" },
  ],
  expect: [{ that: "origin-only", of: "one", origin: "origin1" }, "nonsense", null],
};

describe("findReferences", () => {
  it("finds every reference with its place, and passes over what is faulty", () => {
    const found = findReferences(scenarioSchema, RAW).map(
      ({ kind, names, path }) => `${path.join(".")}: ${kind} ${names.join("-")}`,
    );
    expect(found).toEqual([
      "conditions.0.node: hop hop2",
      "conditions.1.link: link hop1-hop2",
      "traffic.0.from.0: origin origin1",
      "traffic.0.from.2: origin origin2",
      "traffic.0.to: target dest1",
      "timeline.0.device: device serving",
      "timeline.2.node: node core",
      "timeline.2.towards: node first1",
      "expect.0.of: traffic one",
      "expect.0.origin: origin origin1",
    ]);
  });

  it.each([undefined, null, 5, "text", [], [{}]])("finds nothing in %j", (raw) => {
    expect(findReferences(scenarioSchema, raw)).toEqual([]);
  });
});
