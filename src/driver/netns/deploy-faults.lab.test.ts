import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pause, projectPath, Scope, ShiftError, until } from "../../core/index.js";
import { newRunId } from "../clean/run-id.js";
import { runProcesses } from "../clean/run-processes.js";
import type { LabSpec } from "../driver.js";
import { netnsOwner, whyNoNetns } from "../fixtures/netns-lab.js";
import { AS_NOBODY } from "../fixtures/nobody.js";
import { smallLab } from "../fixtures/small-lab.js";
import { sendSignal } from "../send-signal.js";
import { netnsDriver } from "./driver.js";

const reason = whyNoNetns();

/** A wrapper under which /proc/sys is read-only, in a mount namespace of its own. */
const READ_ONLY_SYSCTLS = [
  ...["unshare", "--mount", "sh", "-ec"],
  'mount --bind /proc/sys /proc/sys; mount -o remount,bind,ro /proc/sys; shift; exec "$@"',
  "sh",
];

describe.skipIf(reason !== undefined)(
  `netns labs that do not come up${reason ? ` (${reason})` : ""}`,
  () => {
    let folder: string;
    let spec: LabSpec;
    let scope: Scope;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "anycast shift netns-"));
      spec = smallLab(folder, newRunId());
      scope = new Scope();
    });

    afterEach(async () => {
      await scope[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    });

    test("says which node failed to boot and why, and removes all of them", async () => {
      writeFileSync(join(folder, "dest1", "ip.batch"), "link set nonsense up\n");
      const error = await netnsDriver()
        .deploy(spec, scope)
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ShiftError);
      expect(error).toMatchObject({
        code: "E_NODE_BOOT",
        message: expect.stringContaining("nonsense") as string,
      });
      await scope[Symbol.asyncDispose]();
      expect(runProcesses().filter(({ runId }) => runId === spec.runId)).toEqual([]);
    });

    test("says which sysctl a kernel does not have", async () => {
      spec.lab.nodes[0] = { ...(spec.lab.nodes[0] as LabSpec["lab"]["nodes"][0]), ttl: 4711 };
      await expect(netnsDriver().deploy(spec, scope)).rejects.toMatchObject({
        code: "E_DEPLOY",
        message: expect.stringContaining("cannot set net/ipv4/ip_default_ttl to 4711") as string,
      });
    });

    test("says what kept a node from booting", async () => {
      // What is written for mount(8) to read is lost, so that nothing is mounted.
      symlinkSync("/dev/null", join(folder, "dest1", "fstab"));
      await expect(netnsDriver().deploy(spec, scope)).rejects.toMatchObject({
        message: expect.stringMatching(/^dest1 could not be made: mount: .*fstab/) as string,
      });
    });

    test("names the error when a first process is killed, at whatever moment", async () => {
      let errors = 0;
      for (let moment = 0; moment < 30; moment++) {
        const id = newRunId();
        const ofRun = () => runProcesses().filter(({ runId }) => runId === id);
        const deployed = netnsDriver()
          .deploy(smallLab(folder, id), scope)
          .catch((thrown: unknown) => thrown);
        await pause(2 * moment);
        const first = ofRun().filter(({ command }) => command.startsWith("sh -c"));
        const target = first[moment % Math.max(1, first.length)];
        if (target) sendSignal(target.pid, "SIGKILL");
        const outcome = await deployed;
        if (outcome instanceof Error) {
          errors++;
          expect(outcome).toBeInstanceOf(ShiftError);
        }
        await scope[Symbol.asyncDispose]();
        expect(ofRun()).toEqual([]);
      }
      expect(errors).toBeGreaterThan(0);
    });

    test("stops in the middle when interrupted", async () => {
      writeFileSync(join(folder, "dest1", "boot"), "sleep 600\n");
      const controller = new AbortController();
      const deployed = netnsDriver().deploy(spec, scope, controller.signal);
      await until("the hop to boot", () => existsSync(join(folder, "hop", "ready")), {
        deadlineMs: 10_000,
      });
      controller.abort();
      await expect(deployed).rejects.toMatchObject({ code: "E_INTERRUPTED" });
      await scope[Symbol.asyncDispose]();
      expect(runProcesses().filter(({ runId }) => runId === spec.runId)).toEqual([]);
    });

    test.each([
      ["without CAP_SYS_ADMIN", ["setpriv", "--bounding-set", "-sys_admin"], "E_PRIVILEGE"],
      ["without CAP_NET_ADMIN", ["setpriv", "--bounding-set", "-net_admin"], "E_PRIVILEGE"],
      ["as somebody else than root", AS_NOBODY, "E_PRIVILEGE"],
      ["with a read-only /proc/sys", READ_ONLY_SYSCTLS, "E_PRIVILEGE"],
    ])("names the error %s", async (_, wrapper, code) => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      chmodSync(folder, 0o777);
      const [program = "", ...args] = [...wrapper, "--", ...netnsOwner(folder)];
      const { exitCode, stderr } = await execa(program, args, {
        cwd: projectPath(),
        reject: false,
      });
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain(`code: '${code}'`);
    });
  },
);
