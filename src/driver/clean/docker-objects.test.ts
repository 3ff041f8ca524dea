import { linkSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeAudit } from "../audit/audit.js";
import { cleanLeftovers } from "./clean.js";

vi.mock("../root.js", () => ({ requireRoot: () => undefined }));
// No other run of this host is to be cleaned by a test.
vi.mock("./run-id.js", () => ({ ownerOf: () => "elsewhere", runIdIn: () => undefined }));
vi.mock("../docker-daemon.js", () => ({ stopAbandonedDocker: async () => false }));

let folder: string;
let socket: string;
let server: Server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "docker-objects-"));
  socket = join(folder, "docker.sock");
  vi.stubEnv("DOCKER_HOST", `unix://${socket}`);
  server = createServer((_, response) => response.writeHead(503).end("{}"));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("clean says which Docker daemon does not tell what it has", async () => {
  const { failed } = await cleanLeftovers();
  expect(failed).toEqual([
    expect.stringContaining(
      `containers: asking the Docker daemon at ${socket} for its containers failed: `,
    ),
  ]);
});

test("an audit says it too, and takes it for no daemon without containers", async () => {
  const { unanswered } = await takeAudit();
  expect([...unanswered.keys()]).toContain(`the Docker daemon at ${socket}`);
});

test("where nobody listens any more there are no containers", async () => {
  // The end of this one removes its socket, that of a killed daemon leaves it.
  const left = join(folder, "left.sock");
  linkSync(socket, left);
  await new Promise((resolve) => server.close(resolve));
  renameSync(left, socket);
  const { failed } = await cleanLeftovers();
  expect(failed).toEqual([]);
});
