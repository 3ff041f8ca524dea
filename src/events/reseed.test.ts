import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { toldContext } from "./fixtures/told-context.js";
import { toldLab } from "./fixtures/told-lab.js";
import { reseedHop } from "./reseed.js";

const KEY = "net.ipv4.fib_multipath_hash_seed";

test.each([
  ["1592590339", "1592590340"],
  ["0", "1"],
  ["4294967295", "1"],
])("a hop with the seed %s hashes with %s until the end of the case", async (before, after) => {
  const lab = toldLab(shippedLab("cluster"), () => `${before}\n`);
  const { context, events, scope } = toldContext(lab);
  await reseedHop(context, "core");
  expect(lab.told.at(-1)).toBe(`core: sysctl -q -w ${KEY}=${after}`);
  expect(events).toMatchObject([{ event: "reseed", target: "core" }]);
  expect(events[0]).not.toHaveProperty("router");
  await scope[Symbol.asyncDispose]();
  expect(lab.told.at(-1)).toBe(`core: sysctl -q -w ${KEY}=${before}`);
});
