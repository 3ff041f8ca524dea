import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { replaceProgram } from "../fixtures/replaced-program.js";
import { startPrivateDaemon } from "./private-daemon.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-daemon-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("a daemon that a signal ends is not waited for", async () => {
  replaceProgram(folder, "unshare", "echo no memory >&2; kill -KILL $$");
  const runtime = join(folder, "run");
  const places = {
    data: join(folder, "data"),
    lock: join(folder, "lock"),
    users: join(folder, "users"),
    runtime,
    socket: join(runtime, "docker.sock"),
  };
  await expect(startPrivateDaemon(places)).rejects.toMatchObject({
    code: "E_DOCKER",
    message: "dockerd ended with SIGKILL:\nno memory",
  });
});
