import { expect, test } from "vitest";
import type { NodeShell } from "../driver/index.js";
import { serverWorkers, workersAtWork } from "./web-server.js";

/** A device whose web server has these children, one list each time that it is asked. */
function device(...children: string[]): NodeShell {
  const exec = ([, file]: string[]) =>
    Promise.resolve(file?.endsWith("children") ? (children.shift() ?? "") : "12\n");
  return { name: "dest1", exec } as unknown as NodeShell;
}

test("a web server whose workers are just being replaced has none, and one is waited for", async () => {
  expect(await serverWorkers(device("13 14 "))).toEqual(["13", "14"]);
  expect(await serverWorkers(device(""))).toEqual([]);
  expect(await workersAtWork(device("", "", "15 "))).toEqual(["15"]);
});
