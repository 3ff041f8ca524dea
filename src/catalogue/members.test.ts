import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { Scope, until } from "../core/index.js";
import { scriptProcess } from "../driver/fixtures/node-process.js";
import type { NodeProcess, RunningLab } from "../driver/index.js";
import { ecmpHop } from "../topology/index.js";
import { type ApplyMembers, followMembers } from "./members.js";

const lab = shippedLab("cluster");
const hop = ecmpHop(lab);

/** An agent at a hop whose route has another member each time that it is asked, with a script for its monitor. */
async function following(script: string, apply: ApplyMembers, scope: Scope) {
  let device = 0;
  const monitors: NodeProcess[] = [];
  const node = {
    name: hop.name,
    exec: () => {
      const dev = hop.interfaces[device++ % hop.interfaces.length]?.name;
      return Promise.resolve(JSON.stringify([{ dst: lab.vip[4], dev, flags: [] }]));
    },
    spawn: () => {
      const monitor = scriptProcess(script);
      monitors.push(monitor);
      return monitor;
    },
  };
  const running = { spec: { lab }, node: () => node } as unknown as RunningLab;
  const agent = await followMembers(hop.name, { running, family: 4, scope }, apply);
  return { agent, monitor: monitors[0] };
}

test("an agent has ended, with the change in progress, before what was made earlier is undone", async () => {
  const told: string[] = [];
  let release: () => void = () => undefined;
  let gate = Promise.resolve();
  const scope = new Scope();
  scope.defer("what was made earlier", () => void told.push("undone"));
  const apply = async () => {
    told.push("begun");
    await gate;
    told.push("applied");
  };
  const { monitor } = await following("while :; do echo proto bgp; sleep 0.02; done", apply, scope);
  gate = new Promise((resolve) => {
    release = resolve;
  });
  await until("a change to be in progress", () => told.at(-1) === "begun", { deadlineMs: 5_000 });
  const ending = scope[Symbol.asyncDispose]();
  await monitor?.process;
  await setImmediate();
  told.push("released");
  release();
  await ending;
  await setImmediate();
  expect(told.slice(-4)).toEqual(["begun", "released", "applied", "undone"]);
});

test("a change that comes while another is in progress is followed after it", async () => {
  await using scope = new Scope();
  const applied: string[] = [];
  let release: () => void = () => undefined;
  let gate = Promise.resolve();
  const apply: ApplyMembers = async ([member]) => {
    applied.push(member?.dev ?? "");
    await gate;
  };
  const { agent } = await following("sleep 60", apply, scope);
  gate = new Promise((resolve) => {
    release = resolve;
  });
  const first = agent.settle?.();
  await until("the first change", () => applied.length === 2, { deadlineMs: 5_000 });
  const second = agent.settle?.();
  release();
  await Promise.all([first, second]);
  expect(applied).toEqual(hop.interfaces.slice(0, 3).map(({ name }) => name));
});

test("an agent that has died is a fault, also when nothing waits for it any more", async () => {
  await using scope = new Scope();
  const { agent } = await following("exit 0", async () => undefined, scope);
  await until("its fault", () => agent.fault?.(), { deadlineMs: 5_000 });
  expect(agent.fault?.()).toBe(`E_EVENT: the agent at ${hop.name} failed: its route monitor ended`);
});
