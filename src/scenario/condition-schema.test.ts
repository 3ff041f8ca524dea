import { expect, test } from "vitest";
import { conditionSchema } from "./condition-schema.js";

const group = (idle: string) =>
  conditionSchema.safeParse({ kind: "resilient-group", node: "core", idle });

test.each(["0s", "1s", "2000ms", "2m"])("an idle timer of %s is whole seconds", (idle) => {
  expect(group(idle).success).toBe(true);
});

test.each(["400ms", "1.5s"])("an idle timer of %s would be another one in the kernel", (idle) => {
  expect(group(idle).error?.issues).toMatchObject([
    { path: ["idle"], message: "expected whole seconds" },
  ]);
});
