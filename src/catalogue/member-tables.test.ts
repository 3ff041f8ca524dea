import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { Scope } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { memberTables } from "./member-tables.js";

test("a rule that could not be made is not undone", async () => {
  const lines: string[] = [];
  const exec = (_: string[], { input }: { input: string }) => {
    lines.push(input.trim());
    return input.startsWith("rule add")
      ? Promise.reject(new Error("File exists"))
      : Promise.resolve("");
  };
  const running = {
    spec: { lab: shippedLab("cluster") },
    node: () => ({ exec }),
  } as unknown as RunningLab;
  const scope = new Scope();
  const lead = memberTables("core", { running, family: 4, scope });
  const member = { number: 1, name: "dest1", dev: "eth1", gateway: undefined };
  await expect(lead([member])).rejects.toThrow("File exists");
  await scope[Symbol.asyncDispose]();
  expect(lines).toEqual([
    "route replace 203.0.113.10 dev eth1 table 4001",
    "rule add fwmark 1 lookup 4001 priority 4001",
  ]);
});
