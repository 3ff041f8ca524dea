// Objects that look like a run's leftovers and are none: whoever removes one of them removes what is not his.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { Scope } from "../../src/core/index.js";

/** One look-alike, and whether it is still as it was planted. */
export interface Decoy {
  what: string;
  survives(): boolean | Promise<boolean>;
}

/**
 * Plants look-alikes of every kind that a run could leave; the scope removes them.
 * @param liveRun id of a run that lives: what carries it must survive too.
 */
export async function plantDecoys(liveRun: string, scope: Scope): Promise<Decoy[]> {
  const foreign = `mine${process.pid}`;
  return [
    processDecoy({ ANYCAST_SHIFT_RUN: liveRun }, [], scope),
    processDecoy({ ANYCAST_SHIFT_RUN: foreign }, [], scope),
    processDecoy({ ANYCAST_SHIFT_RUNNER: foreign }, [], scope),
    processDecoy({}, ["ANYCAST_SHIFT_RUN", "/lab/boot", "anycast-shift"], scope),
    fileDecoy(`/run/netns/clab-shift-${liveRun}-1-hop1`, scope),
    fileDecoy(`/run/netns/clab-shift-${foreign}-1-hop1`, scope),
    fileDecoy(`/etc/ssh/ssh_config.d/clab-shift-${foreign}-1.conf`, scope),
    fileDecoy(`/run/anycast-shift/runs/${foreign}/topology-data.json`, scope),
    fileDecoy(join(tmpdir(), `anycast-shift-${foreign}`, "x"), scope),
    ...(await hostObjects(foreign, scope)),
  ];
}

function processDecoy(env: Record<string, string>, args: string[], scope: Scope): Decoy {
  const child = execa("sh", ["-c", "read -r _", ...args], {
    reject: false,
    env,
    stdin: "pipe",
    detached: true,
  });
  scope.defer("decoy process", async () => {
    child.kill("SIGKILL");
    await child;
  });
  return {
    what: `process with ${JSON.stringify(env)} ${args.join(" ")}`,
    survives: () => child.exitCode === null && child.signalCode === null,
  };
}

function fileDecoy(path: string, scope: Scope): Decoy {
  const text = `planted by process ${process.pid}\n`;
  const folderWasThere = existsSync(dirname(path));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  scope.defer(path, () => {
    rmSync(path, { force: true });
    if (!folderWasThere) removeUnused(dirname(path));
  });
  return {
    what: `file ${path}`,
    survives: () => existsSync(path) && readFileSync(path, "utf8") === text,
  };
}

/** Others may have put something into it since, or mounted something there, as `ip netns` does with its own. */
function removeUnused(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is theirs now.
  }
}

async function hostObjects(foreign: string, scope: Scope): Promise<Decoy[]> {
  const [space, link, table] = [`shift-${foreign}`, `clab-${process.pid}`, `shift_${foreign}`];
  const mount = mkdtempSync(join(tmpdir(), "anycast-shift-decoy-"));
  scope.defer(mount, () => rmSync(mount, { recursive: true }));
  return [
    await objectDecoy(`namespace ${space}`, scope, {
      make: ["ip", "netns", "add", space],
      see: ["ip", "netns", "exec", space, "true"],
      unmake: ["ip", "netns", "del", space],
    }),
    await objectDecoy(`link ${link}`, scope, {
      make: ["ip", "link", "add", link, "type", "veth", "peer", "name", `${link}p`],
      see: ["ip", "link", "show", link],
      unmake: ["ip", "link", "del", link],
    }),
    await objectDecoy(`nft table ${table}`, scope, {
      make: ["nft", "add", "table", "inet", table],
      see: ["nft", "list", "table", "inet", table],
      unmake: ["nft", "delete", "table", "inet", table],
    }),
    await objectDecoy(`mount at ${mount}`, scope, {
      make: ["mount", "-t", "tmpfs", `anycast-shift-${foreign}`, mount],
      see: ["mountpoint", "--quiet", mount],
      unmake: ["umount", mount],
    }),
  ];
}

type Command = [program: string, ...args: string[]];

async function objectDecoy(
  what: string,
  scope: Scope,
  commands: Record<"make" | "see" | "unmake", Command>,
): Promise<Decoy> {
  const run = ([program, ...args]: Command) => execa(program, args);
  await run(commands.make);
  scope.defer(what, async () => void (await run(commands.unmake)));
  return {
    what,
    survives: async () =>
      run(commands.see).then(
        () => true,
        () => false,
      ),
  };
}
