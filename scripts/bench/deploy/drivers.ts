// The drivers of this project, and containerlab's own commands on the same file.
import { join } from "node:path";
import { execa } from "execa";
import { Scope } from "../../../src/core/index.js";
import {
  type ContainerlabTool,
  clabEnvironment,
} from "../../../src/driver/containerlab/containerlab.js";
import { firstProcesses } from "../../../src/driver/containerlab/containers.js";
import { containerlabDriver } from "../../../src/driver/containerlab/driver.js";
import { connectDocker } from "../../../src/driver/docker/client.js";
import { type LabDriver, netnsDriver } from "../../../src/driver/index.js";
import { CLAB_FILE, ecmpHop } from "../../../src/topology/index.js";
import type { Subject } from "./subject.js";

const DEADLINE_MS = 120_000;

/** This project's labs in network namespaces. */
export function netnsSubject(): Subject {
  return driverSubject("anycast-shift, netns", netnsDriver());
}

/** This project's labs in containers. */
export async function containerlabSubject(tool: ContainerlabTool): Promise<Subject> {
  return driverSubject("anycast-shift, containerlab", await containerlabDriver(tool));
}

function driverSubject(name: string, driver: LabDriver): Subject {
  return {
    name,
    up: async (spec, begin) => {
      const scope = new Scope();
      begin();
      const down = () => scope[Symbol.asyncDispose]();
      try {
        const running = await driver.deploy(spec, scope);
        return { hopPid: running.node(ecmpHop(spec.lab).name).pid, down };
      } catch (thrown) {
        await down();
        throw thrown;
      }
    },
  };
}

/** `containerlab deploy` and `destroy` on the same file, without what this project does around them. */
export function bareContainerlabSubject(tool: ContainerlabTool): Subject {
  return {
    name: "containerlab, bare commands",
    up: async (spec, begin) => {
      const file = join(spec.folder, CLAB_FILE);
      const given = { extendEnv: false, env: clabEnvironment(tool) };
      const run = async (...args: string[]) =>
        void (await execa(tool.path, args, { ...given, cwd: spec.folder, timeout: DEADLINE_MS }));
      const down = () => run("destroy", "-t", file, "--cleanup");
      begin();
      try {
        await run("deploy", "-t", file);
        const nodes = spec.lab.nodes.map(({ name }) => name);
        const processes = await firstProcesses(await connectDocker(tool.socket), spec.name, nodes);
        return { hopPid: processes.get(ecmpHop(spec.lab).name)?.pid as number, down };
      } catch (thrown) {
        await down();
        throw thrown;
      }
    },
  };
}
