import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { Scope, until } from "../../src/core/index.js";

const BGPD = "/usr/lib/frr/bgpd";
const DEADLINE_MS = 20_000;

/** Why bgpd cannot be started here; undefined when it can. */
export function bgpdMissing(): string | undefined {
  if (process.getuid?.() !== 0) return "needs root, for a network namespace of its own";
  try {
    accessSync(BGPD, constants.X_OK);
    return undefined;
  } catch {
    return `${BGPD} is not installed`;
  }
}

/** A bgpd that is running. */
export interface Bgpd extends AsyncDisposable {
  /** Runs a vtysh call, an argument list that begins with vtysh, and returns what it says. */
  vtysh(call: readonly string[]): Promise<string>;
}

/** Starts bgpd with a configuration in a network namespace of its own, without neighbours, zebra or a listening port. */
export async function startBgpd(conf: string): Promise<Bgpd> {
  const scope = new Scope();
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-bgpd-"));
  scope.defer("folder", () => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "frr.conf"), conf);
  const bgpd = execa(
    "unshare",
    ["--net", "--", BGPD, "--bgp_port", "0", "--vty_port", "0", "--skip_runas"].concat(
      ["--vty_socket", folder, "--socket", join(folder, "no-zebra")],
      ["--pid_file", join(folder, "pid"), "--config_file", join(folder, "frr.conf")],
    ),
    { reject: false, all: true },
  );
  scope.defer("bgpd", async () => {
    bgpd.kill();
    await bgpd;
  });
  const vtysh = async ([program, ...args]: readonly string[]): Promise<string> => {
    const { stdout } = await execa(program as string, ["--vty_socket", folder, ...args]);
    return stdout;
  };
  try {
    await until(
      "bgpd to answer",
      () => vtysh(["vtysh", "-d", "bgpd", "-c", "show version"]).catch(() => undefined),
      { deadlineMs: DEADLINE_MS },
    );
  } catch (thrown) {
    await scope[Symbol.asyncDispose]();
    throw thrown;
  }
  return { vtysh, [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose]() };
}
