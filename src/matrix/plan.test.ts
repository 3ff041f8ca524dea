import { expect, test } from "vitest";
import { findCause, findMitigation } from "../catalogue/index.js";
import { planCells } from "./plan.js";

test("plans every combination, without mitigation first, and says why one makes no sense", () => {
  const cells = planCells({
    causes: [findCause("withdraw-middle"), findCause("withdraw-first")],
    mitigations: [findMitigation("resilient")],
    members: [2, 3],
    families: [4],
    connections: 100,
    repeat: 1,
  });
  expect(
    cells.map(({ cause, mitigation, cell, why }) => [cause.id, cell.members, mitigation?.id, why]),
  ).toEqual([
    ["withdraw-middle", 2, undefined, "withdraw-middle needs 3 to 8 members, not 2"],
    ["withdraw-middle", 2, "resilient", "withdraw-middle needs 3 to 8 members, not 2"],
    ["withdraw-middle", 3, undefined, undefined],
    ["withdraw-middle", 3, "resilient", undefined],
    ["withdraw-first", 2, undefined, undefined],
    ["withdraw-first", 2, "resilient", undefined],
    ["withdraw-first", 3, undefined, undefined],
    ["withdraw-first", 3, "resilient", undefined],
  ]);
});
