import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { labFacts } from "./facts.js";

test("origins and devices have the addresses of the case's family that they send from", () => {
  expect(labFacts(shippedLab("uplinks"), 6)).toEqual({
    vip: "2001:db8:cafe::10",
    origins: [{ name: "origin", address: "2001:db8:a:1::2" }],
    devices: [1, 2, 3].map((n) => ({ name: `dest${n}`, address: `2001:db8:d::${n}` })),
  });
  expect(labFacts(shippedLab("cluster"), 4).origins).toEqual([
    { name: "origin1", address: "198.51.100.2" },
    { name: "origin2", address: "198.51.100.10" },
  ]);
});
