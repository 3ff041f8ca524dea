import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { answerTo, connectDocker } from "./client.js";
import { dockerVersion } from "./ping.js";

const folder = mkdtempSync(join(tmpdir(), "anycast-shift-client-"));
const socket = join(folder, "docker.sock");
// Tells of containers by half, then is silent, or ends.
const server = createServer(({ url = "" }, response) => {
  if (url.includes("version")) {
    response.end('{"Version":"1.2.3"}');
    return;
  }
  response.writeHead(200, { "content-length": "100" }).write("[");
  if (url.includes("cut")) setTimeout(() => response.destroy(), 20);
});

beforeAll(() => new Promise<void>((resolve) => void server.listen(socket, resolve)));
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

test.each(["silent", "cut"])("an answer that is never whole (%s) is an error", async (label) => {
  const docker = await connectDocker(socket, 100);
  const asked = docker.listContainers({ filters: { label: [label] } });
  await expect(answerTo("for containers", asked, 200)).rejects.toMatchObject({
    code: "E_DOCKER",
    message: "asking the Docker daemon for containers failed: no whole answer within 200 ms",
  });
});

test.each([
  ["tcp://127.0.0.1:1", undefined],
  ["rubbish", "/no/such/folder"],
  [undefined, "/no/such/folder"],
])("DOCKER_HOST %s and DOCKER_CERT_PATH %s change nothing for a socket", async (host, certs) => {
  vi.stubEnv("DOCKER_HOST", host);
  vi.stubEnv("DOCKER_CERT_PATH", certs);
  expect(await dockerVersion(socket)).toBe("1.2.3");
  expect(process.env.DOCKER_HOST).toBe(host);
});
