import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { type ProgressEvent, Scope, ShiftError } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { frrConf } from "../routers/index.js";
import { nodeOf } from "../topology/index.js";
import { noDriver } from "./fixtures/no-lab.js";
import { planned } from "./fixtures/planned.js";
import { openLab } from "./lab-session.js";
import { waitUntilSteady } from "./steady.js";

vi.mock("./steady.js", () => ({ waitUntilSteady: vi.fn() }));

const lab = shippedLab("article");
let runFolder: string;
beforeEach(() => {
  runFolder = mkdtempSync(join(tmpdir(), "run-"));
  vi.mocked(waitUntilSteady).mockResolvedValue();
});
afterEach(() => rmSync(runFolder, { recursive: true }));

/** Opens a lab whose routers run what their files say, as far as `runs` leaves it; the phases that are told. */
async function opened(runs: (router: string, conf: string) => string = (_, conf) => conf) {
  const told: ProgressEvent[] = [];
  const node = (name: string) =>
    ({
      name,
      exec: async () => runs(name, frrConf(lab, nodeOf(lab, name))),
    }) as unknown as NodeShell;
  await using scope = new Scope();
  await openLab(
    { ...planned("case"), lab },
    {
      driver: noDriver(() => ({ node })),
      runId: "run",
      runFolder,
      labFolder: "lab/1-article",
      name: "shift-run-1",
      image: "",
      features: { hashSeed: false },
      listener: (event) => void told.push(event),
    },
    scope,
  );
  return told;
}

test("a lab is there when its routers run what their files say and have settled", async () => {
  expect(await opened()).toMatchObject(
    ["deploying", "converging", "steady"].map((phase) => ({ kind: "lab", phase })),
  );
  expect(waitUntilSteady).toHaveBeenCalledOnce();
  const written = readFileSync(join(runFolder, "lab/1-article/hop2/frr.conf"), "utf8");
  expect(written).toBe(frrConf(lab, nodeOf(lab, "hop2")));
});

test("a line that a router does not run is an error, and so are routers that do not settle", async () => {
  const without = (router: string, conf: string) =>
    router === "hop2" ? conf.replace(/^.*maximum-paths.*$/m, "") : conf;
  await expect(opened(without)).rejects.toMatchObject({
    code: "E_FRR_CONFIG",
    message: expect.stringMatching(/^hop2: .*maximum-paths/),
  });
  const late = new ShiftError({ code: "E_CONVERGE", message: "it is late" });
  vi.mocked(waitUntilSteady).mockRejectedValue(late);
  await expect(opened()).rejects.toBe(late);
});

test("what is written for nodes can be read by the users of their daemons, whatever the caller's umask", async () => {
  const callers = process.umask(0o077);
  try {
    await opened();
  } finally {
    process.umask(callers);
  }
  const modes = ["", "hop2", "hop2/log", "hop2/frr.conf"].map(
    (path) => statSync(join(runFolder, "lab/1-article", path)).mode & 0o777,
  );
  expect(modes).toEqual([0o755, 0o755, 0o755, 0o644]);
});
