import { execa } from "execa";
import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { pause, Scope, until } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { ecmpHop } from "../topology/index.js";
import { followMembers } from "./members.js";

const lab = shippedLab("cluster");
const hop = ecmpHop(lab);
const MONITOR = "while :; do echo proto bgp; sleep 0.02; done";

test("an agent has ended, with the change in progress, before what was made earlier is undone", async () => {
  const told: string[] = [];
  let device = 0;
  // Each time that it is asked, the route has another member.
  const node = {
    name: hop.name,
    exec: () => {
      const dev = hop.interfaces[device++ % hop.interfaces.length]?.name;
      return Promise.resolve(JSON.stringify([{ dst: lab.vip[4], dev, flags: [] }]));
    },
    spawn: () => {
      const process_ = execa("sh", ["-c", MONITOR], { reject: false, buffer: false });
      return { process: process_, signal: (name: NodeJS.Signals) => process_.kill(name) };
    },
  };
  const running = { spec: { lab }, node: () => node } as unknown as RunningLab;
  const scope = new Scope();
  scope.defer("what was made earlier", () => void told.push("undone"));
  await followMembers(hop.name, { running, family: 4, scope }, async () => {
    told.push("begun");
    await pause(100);
    told.push("applied");
  });
  await until("a change to be in progress", () => told.length % 2 === 1, { deadlineMs: 5_000 });
  await scope[Symbol.asyncDispose]();
  await pause(300);
  expect(told.slice(-3)).toEqual(["begun", "applied", "undone"]);
});
