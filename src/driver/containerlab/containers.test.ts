import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDocker } from "../docker/client.js";
import { firstProcesses, labContainers, removeContainer } from "./containers.js";

// Takes connections and never answers.
const server = createServer();
const folder = mkdtempSync(join(tmpdir(), "anycast-shift-docker-"));
const socket = join(folder, "docker.sock");

beforeAll(() => new Promise<void>((resolve) => void server.listen(socket, resolve)));
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test("a daemon that does not answer fails what it was asked", async () => {
  const docker = await connectDocker(socket, 100);
  await expect(labContainers(docker, "shift-1")).rejects.toMatchObject({
    code: "E_DOCKER",
    message: expect.stringContaining("for the containers of shift-1 failed"),
  });
  await expect(removeContainer(docker, "abc")).rejects.toMatchObject({
    code: "E_DOCKER",
    message: expect.stringContaining("to remove container abc failed"),
  });
});

test("a daemon is not waited for without end", async () => {
  const { modem } = await connectDocker(socket);
  expect((modem as { timeout?: number }).timeout).toBeGreaterThan(0);
});

test("a node without a container is named: containerlab ends well without it", async () => {
  const { pid } = process;
  const docker = {
    listContainers: async () => [{ Id: "1", Labels: { "clab-node-name": "hop" } }],
    getContainer: () => ({ inspect: async () => ({ State: { Running: true, Pid: pid } }) }),
  } as unknown as Docker;
  const [made] = await firstProcesses(docker, "shift-1", ["hop"]);
  expect(made).toMatchObject(["hop", { pid }]);
  await expect(firstProcesses(docker, "shift-1", ["hop", "dest1"])).rejects.toMatchObject({
    code: "E_DEPLOY",
    message: expect.stringContaining("made no container for dest1"),
  });
});
