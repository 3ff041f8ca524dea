import { expect, test, vi } from "vitest";
import type { LabSpec } from "../../../src/driver/index.js";
import { measure } from "./subject.js";

// What the hop answers, once it has both members.
vi.mock("execa", () => ({ execa: async () => ({ stdout: "nexthop via a nexthop via b" }) }));

test("a lab that could not be taken down is not taken down again", async () => {
  const down = vi.fn(async () => {
    throw new Error("it is stuck");
  });
  const subject = { name: "test", up: async () => ({ hopPid: 1, down }) };
  const spec = { lab: { nodes: [], vip: { 4: "", 6: "" } }, folder: "" } as unknown as LabSpec;
  await expect(measure(subject, spec)).rejects.toThrow("it is stuck");
  expect(down).toHaveBeenCalledOnce();
});
