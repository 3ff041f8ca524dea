import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { toldContext } from "./fixtures/told-context.js";
import { toldLab } from "./fixtures/told-lab.js";
import { stopDevice } from "./stop.js";

const LISTENS = "LISTEN 0 16384 0.0.0.0:80 0.0.0.0:*\n";

/** A device whose web server listens at so many looks. */
function listening(looks: number) {
  const lab = toldLab(shippedLab("cluster"), (command) => {
    if (!command.startsWith("ss ") || !command.includes("state listening")) return "";
    return looks-- > 0 ? LISTENS : "";
  });
  return { ...toldContext(lab), told: lab.told, left: () => looks };
}

test("a web server that is stopped is gone when its event is recorded, and starts again at the end", async () => {
  const { context, events, scope, told, left } = listening(3);
  await stopDevice(context, "dest1");
  expect(left()).toBeLessThan(0);
  expect(events).toMatchObject([{ event: "stop", target: "dest1" }]);
  expect(told).toContain("dest1: nginx -c /lab/nginx.conf -s stop");
  await scope[Symbol.asyncDispose]();
  expect(told.at(-1)).toBe("dest1: nginx -c /lab/nginx.conf");
});

test("one that does not run cannot be stopped, and is not started in the end", async () => {
  const { context, events, scope, told } = listening(0);
  await expect(stopDevice(context, "dest1")).rejects.toMatchObject({
    code: "E_EVENT",
    message: "the web server of dest1 has stopped already",
  });
  await scope[Symbol.asyncDispose]();
  expect(events).toEqual([]);
  expect(told.join()).not.toContain("nginx");
});
