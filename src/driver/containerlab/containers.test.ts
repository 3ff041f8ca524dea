import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDocker } from "../docker/client.js";
import { labContainers, removeContainer } from "./containers.js";

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
