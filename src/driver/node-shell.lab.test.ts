import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NODE_PATH } from "./node-path.js";
import { NodeShell } from "./node-shell.js";

const isRoot = process.geteuid?.() === 0;

// Namespaces of any process will do, those of this one too.
describe.skipIf(!isRoot)(`commands in a node${isRoot ? "" : " (skipped: needs root)"}`, () => {
  const shell = new NodeShell("here", process.pid, "run-1", "-all,+kill,+setpcap");

  describe("have an environment of their own", () => {
    const CALLERS = { http_proxy: "http://192.0.2.1:3128", PATH: "/nowhere", TERM: "vt100" };
    const OWN = ["ANYCAST_SHIFT_RUN=run-1", `PATH=${NODE_PATH}`, "TZ=UTC", "LC_ALL=C"];

    beforeEach(() => {
      for (const [name, value] of Object.entries(CALLERS)) vi.stubEnv(name, value);
    });
    afterEach(() => {
      vi.unstubAllEnvs();
    });

    test.each(["node", "net"] as const)("that run to their end, inside %s", async (inside) => {
      const said = await shell.exec(["env"], { inside });
      expect(said.split("\n").toSorted()).toEqual(OWN.toSorted());
    });

    test("that run on", async () => {
      const spawned = shell.spawn(["env"]);
      let said = "";
      spawned.process.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
      await spawned.process;
      expect(said.trim().split("\n").toSorted()).toEqual(OWN.toSorted());
    });

    test("at a terminal, which they know", async () => {
      const isAsExpected = `test "$TERM" = vt100 && test -z "$http_proxy" && test "$PATH" = "${NODE_PATH}"`;
      expect(await shell.attach(["sh", "-c", isAsExpected])).toBe(0);
    });
  });

  test("have the caller's rights, or no more than the node where they are confined", async () => {
    const rights = async (confined: boolean) => {
      const status = await shell.exec(["cat", "/proc/self/status"], { confined });
      return ["CapEff", "NoNewPrivs"].map(
        (key) => new RegExp(`^${key}:\\s(.*)$`, "m").exec(status)?.[1],
      );
    };
    // CAP_KILL is bit 5, CAP_SETPCAP bit 8.
    expect(await rights(true)).toEqual(["0000000000000120", "1"]);
    expect(await rights(false)).not.toEqual(["0000000000000120", "1"]);
  });

  test.each([
    ["exit 7", 7],
    ["kill -KILL $$", 137],
    ["kill -TERM $$", 143],
  ])("at a terminal tell how %j ended", async (script, exit) => {
    expect(await shell.attach(["sh", "-c", script])).toBe(exit);
  });

  test.each(["INT", "QUIT"])("at a terminal outlive what is typed there: SIG%s", async (name) => {
    expect(
      await shell.attach(["sh", "-c", `kill -${name} $PPID ${process.pid}; sleep 0.2; exit 5`]),
    ).toBe(5);
  });

  test("are waited for when a signal ends them", async () => {
    const spawned = shell.spawn(["sh", "-c", "trap 'exit 7' TERM; echo; sleep 8 & wait"]);
    await once(spawned.process.stdout, "data");
    await spawned.end("SIGTERM");
    expect((await spawned.process).exitCode).toBe(7);
  });

  describe("end with everything they started", () => {
    const SLOW = ["sh", "-c", "sleep 8 & wait"];
    const ANOTHER_GROUP = ["setsid", "--fork", "sleep", "2"];

    test("when they take too long", async () => {
      const start = performance.now();
      await expect(shell.exec(SLOW, { timeoutMs: 200 })).rejects.toMatchObject({
        code: "E_COMMAND",
        message: "here: sh -c sleep 8 & wait has not ended within 200 ms",
      });
      expect(performance.now() - start).toBeLessThan(2_000);
    });

    test("when they are interrupted", async () => {
      const signal = AbortSignal.timeout(200);
      const start = performance.now();
      await expect(shell.exec(SLOW, { signal })).rejects.toMatchObject({ code: "E_INTERRUPTED" });
      expect(performance.now() - start).toBeLessThan(2_000);
      await expect(shell.exec(SLOW, { signal })).rejects.toMatchObject({ code: "E_INTERRUPTED" });
    });

    test("and are not waited for when one of them has left the group", async () => {
      const start = performance.now();
      await expect(shell.exec(ANOTHER_GROUP, { timeoutMs: 200 })).rejects.toThrow("within 200 ms");
      expect(performance.now() - start).toBeLessThan(1_500);
    });
  });
});
