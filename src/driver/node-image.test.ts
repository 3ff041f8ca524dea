import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { privateDaemonPlaces } from "./docker/private-daemon.js";
import { hasNodeImage, isNodeImageReady, markNodeImageReady } from "./node-image.js";

// No daemon of the host is asked.
vi.mock("./docker-daemon.js", () => ({ hostDocker: async () => undefined }));

const folder = mkdtempSync(join(tmpdir(), "anycast-shift-image-"));
const socket = join(folder, "docker.sock");
const server = createServer((_, response) => response.end("[]"));

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
  rmSync(folder, { recursive: true });
});

test("an image that the private daemon was noted to have and has not is one that set-up makes", async () => {
  vi.stubEnv("XDG_CACHE_HOME", folder);
  mkdirSync(privateDaemonPlaces().data, { recursive: true });
  markNodeImageReady();
  expect(await isNodeImageReady()).toBe(true);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  expect(await hasNodeImage({ socket, own: true, version: "1" })).toBe(false);
  expect(await isNodeImageReady()).toBe(false);
});
