import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Scope } from "../core/index.js";
import { whyNoNetns } from "../driver/fixtures/netns-lab.js";
import { smallLab } from "../driver/fixtures/small-lab.js";
import { netnsDriver, type RunningLab } from "../driver/index.js";
import type { OwnMitigationPart } from "../scenario/index.js";
import { applyOwnMitigation } from "./own-mitigation.js";

const reason = whyNoNetns();

describe.skipIf(reason !== undefined)(`an own mitigation${reason ? ` (${reason})` : ""}`, () => {
  let folder: string;
  let running: RunningLab;
  let scope: Scope;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "anycast-shift-own-"));
    scope = new Scope();
    running = await netnsDriver().deploy(smallLab(folder, "own"), scope);
  });

  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  function apply(at: Record<string, Partial<OwnMitigationPart>>, check: string[][] = []) {
    const none = { files: {}, sysctls: {}, commands: [], helpers: [] };
    const parts = Object.entries(at).map(([where, part]) => [where, { ...none, ...part }] as const);
    return applyOwnMitigation(
      {
        name: "own",
        at: Object.fromEntries(parts),
        check: check.map((run) => ({ at: "dest1", run })),
      },
      { running, family: 4, scope },
    );
  }

  test("has the files of all nodes before the first command of any", async () => {
    await expect(
      apply({ dest1: { commands: [["false"]] }, dest2: { files: { plan: "all\n" } } }),
    ).rejects.toMatchObject({ code: "E_COMMAND" });
    expect(readFileSync(join(folder, "dest2/own/plan"), "utf8")).toBe("all\n");
  });

  test("runs what it names with the rights of the node's first process", async () => {
    const note = (file: string) => [
      ...["sh", "-c", 'grep -E "^(CapEff|NoNewPrivs)" /proc/self/status >/lab/$1; exec sleep $2'],
      ...["sh", file, file === "helper" ? "600" : "0"],
    ];
    await apply({ dest1: { commands: [note("command")], helpers: [note("helper")] } }, [
      note("check"),
      ["test", "-s", "/lab/helper"],
    ]);
    const first = await running
      .node("dest1")
      .exec(["grep", "-E", "^(CapEff|NoNewPrivs)", "/proc/1/status"]);
    expect(first).toContain("NoNewPrivs:\t1");
    for (const file of ["command", "helper", "check"])
      expect(readFileSync(join(folder, "dest1", file), "utf8").trim(), file).toBe(first);
  });

  test("writes no file where a link of the node leads on the host", async () => {
    const outside = mkdtempSync(join(tmpdir(), "anycast-shift-outside-"));
    scope.defer(outside, () => rmSync(outside, { recursive: true }));
    await apply({ dest1: { commands: [["ln", "-s", outside, "/lab/own"]] } });
    await expect(apply({ dest1: { files: { planted: "x" } } })).rejects.toMatchObject({
      code: "E_COMMAND",
    });
    expect(existsSync(outside) && readdirSync(outside)).toEqual([]);
  });
});
