import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { until } from "../../core/index.js";
import { replaceProgram } from "../fixtures/replaced-program.js";
import { smallLabModel } from "../fixtures/small-lab-model.js";
import { identify } from "../process.js";
import { clabDeploy } from "./containerlab.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-clab-"));
  // Without namespaces of its own, for which it takes root.
  replaceProgram(folder, "unshare", 'shift 7; exec "$@"');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A deployment by a containerlab that is this shell script. */
function deploy(script: string, signal?: AbortSignal): Promise<void> {
  replaceProgram(folder, "containerlab", script);
  const features = { hashSeed: false };
  const spec = { lab: smallLabModel(), name: "shift-1", runId: "run-1", folder, features };
  const path = join(folder, "containerlab");
  return clabDeploy({ path, socket: "/run/own.sock" }, spec, signal);
}

test("the caller's environment gives containerlab no options, and no name for the lab", async () => {
  vi.stubEnv("CLAB_NAME", "another-lab");
  vi.stubEnv("CLAB_DEPLOY_DRY_RUN", "true");
  vi.stubEnv("DOCKER_HOST", "tcp://production:2375");
  vi.stubEnv("DOCKER_CERT_PATH", "/no/such/folder");
  await deploy("env >environment");
  const given = readFileSync(join(folder, "environment"), "utf8").trim().split("\n");
  expect(given.filter((line) => /^(?:CLAB|DOCKER|ANYCAST)_/.test(line)).sort()).toEqual([
    "ANYCAST_SHIFT_RUN=run-1",
    `CLAB_LABDIR_BASE=${folder}`,
    "CLAB_VERSION_CHECK=disable",
    "DOCKER_HOST=unix:///run/own.sock",
  ]);
});

test("an interruption ends what containerlab started too, which may hold its output open", async () => {
  const started = join(folder, "started");
  writeFileSync(started, "");
  const interruption = new AbortController();
  const deployed = deploy("sleep 60 & echo $! >started; wait", interruption.signal);
  const child = () => Number(readFileSync(started, "utf8"));
  await until("containerlab to have a child", child, { deadlineMs: 10_000 });
  interruption.abort();
  await expect(deployed).rejects.toMatchObject({ code: "E_INTERRUPTED" });
  const gone = () => identify(child()) === undefined;
  await until("the child to end", gone, { deadlineMs: 5_000 });
});

test("a failure tells containerlab's error, not the table that it prints as well", async () => {
  const script = "echo '| table |'; printf '\\n   ERROR   \\n\\n   no space left\\n' >&2; exit 1";
  await expect(deploy(script)).rejects.toMatchObject({
    code: "E_DEPLOY",
    message: expect.stringMatching(/^containerlab deploy failed \(.*\):\nERROR\nno space left$/s),
  });
});
