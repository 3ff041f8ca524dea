import { expect, test } from "vitest";
import { inOrder } from "./order.js";

test("cells stand by cause, members, family and mitigation, each as asked for", () => {
  const inputs = {
    causes: ["return", "flap"],
    members: [8, 3],
    families: [6, 4] as (4 | 6)[],
    mitigations: ["maglev", "drain"],
    connections: 200,
    repeat: 1,
  };
  const cells = inputs.causes.flatMap((cause) =>
    inputs.members.flatMap((members) =>
      inputs.families.flatMap((family) =>
        ["none", ...inputs.mitigations].map((mitigation) => ({
          cause,
          members,
          family,
          mitigation,
        })),
      ),
    ),
  );
  const sorted = cells.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  expect(inOrder(sorted, inputs)).toEqual(cells);
  expect(inOrder(cells.toReversed(), inputs)).toEqual(cells);
});
