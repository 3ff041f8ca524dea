import { expect, test } from "vitest";
import { nodeOf } from "../topology/index.js";
import { boundingSet } from "./capabilities.js";
import { smallLabModel } from "./fixtures/small-lab-model.js";

test("gives SYS_ADMIN only to nodes that run FRR", () => {
  const lab = smallLabModel();
  const setOf = (name: string) => boundingSet(nodeOf(lab, name)).split(",");
  expect(setOf("origin")).not.toContain("+sys_admin");
  expect(setOf("hop")).toContain("+sys_admin");
  expect(setOf("dest1")).toContain("+sys_admin");
});

test("starts from nothing and has no right over the machine", () => {
  const set = boundingSet(nodeOf(smallLabModel(), "hop")).split(",");
  expect(set[0]).toBe("-all");
  for (const name of ["sys_module", "sys_boot", "sys_time", "sys_rawio", "sys_ptrace", "bpf"]) {
    expect(set).not.toContain(`+${name}`);
  }
});
