import { constants } from "node:os";
import { execa, type ResultPromise } from "execa";
import { NOBODY, ShiftError, until } from "../core/index.js";
import { NODE_PATH } from "./node-path.js";
import { boundGroup, signalsTo } from "./process-group.js";

/** A finished command in a node. */
export interface CommandResult {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** How a command is run in a node. */
export interface CommandOptions {
  /** "node": the node's files, processes and network. "net": the host's files and only the node's network. */
  inside?: "node" | "net";
  /** Runs as nobody: traffic needs no privilege. */
  unprivileged?: boolean;
  /** Runs with no more rights than the node's first process has, not with the caller's: for a scenario's own commands. */
  confined?: boolean;
  input?: string | undefined;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

/** What a long-running program in a node is attached to. */
export interface SpawnOptions extends CommandOptions {
  stdin?: "ignore" | "pipe";
  /** An open file descriptor that takes its standard output, or a pipe. */
  stdout?: number | "pipe" | "ignore";
  /** Inside "net": it runs as nobody, with these capabilities alone, as setpriv names them. */
  capabilities?: readonly string[];
  /** Open file descriptors that it has as 3 and on. */
  files?: readonly number[];
}

/** A long-running program in a node, in a process group of its own. */
export interface NodeProcess {
  readonly process: ResultPromise<{
    reject: false;
    buffer: false;
    stdin: "pipe";
    stdout: "pipe";
    stderr: "pipe";
  }>;
  /** Sends a signal to the program itself and everything it started. */
  signal(name: NodeJS.Signals): void;
  hasEnded(): boolean;
  /**
   * Ends it by a signal and waits until it has ended.
   * @throws ShiftError E_TIMEOUT when it has not in time; it is killed then.
   */
  end(name: NodeJS.Signals): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 15_000;
const END_DEADLINE_MS = 10_000;
// What a terminal makes of Ctrl-C and Ctrl-\.
const TYPED = ["SIGINT", "SIGQUIT"] as const;
// To enter a node's processes somebody has to fork: nsenter itself would end by what is typed and leave the command alone.
// A shell with traps waits for it, and the command has the signals as they are.
const STAYS = ["sh", "-c", 'trap : INT QUIT; "$@"; exit $?', "sh"];

// What is in the node's network alone does not end with the node, whose network it keeps: the kernel ends it when its
// parent dies. A parent that died before setpriv asked for that is noticed by its number, which comes next.
const TIED = [
  ...["setpriv", "--pdeathsig", "KILL"],
  ...["sh", "-c", '[ "$PPID" = "$0" ] || exit 1; exec "$@"'],
];

// Before TIED: a change of its user would untie a program again.
function limits(capabilities: readonly string[] | undefined): string[] {
  if (capabilities === undefined) return [];
  const user = String(NOBODY);
  const only = ["-all", ...capabilities.map((one) => `+${one}`)].join(",");
  return [
    ...["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--no-new-privs"],
    ...["--inh-caps", only, "--ambient-caps", only, "--bounding-set", only, "--"],
  ];
}

/** Runs commands in one node by entering its namespaces: the same way for every driver, and no shell reads them. */
export class NodeShell {
  readonly name: string;
  /** Process id of the node's first process, as the host sees it. */
  readonly pid: number;
  readonly #runId: string;
  readonly #capabilities: string;

  /** @param capabilities the bounding set of the node, as `setpriv --bounding-set` takes it */
  constructor(name: string, pid: number, runId: string, capabilities: string) {
    this.name = name;
    this.pid = pid;
    this.#runId = runId;
    this.#capabilities = capabilities;
  }

  /**
   * Runs a command to its end, whatever its exit code.
   * @throws ShiftError E_COMMAND when it is not at its end in time or was killed, E_INTERRUPTED when the signal aborts;
   * it is gone then, with everything that it started in its process group.
   */
  async try(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal, input } = options;
    const command = execa("nsenter", this.#enter(argv, options), {
      reject: false,
      detached: true,
      ...this.#environment(),
      ...(input === undefined ? { stdin: "ignore" as const } : { input }),
    });
    const isLate = boundGroup(command, { timeoutMs, signal, leaderWaits: forks(options) });
    const { stdout, stderr, exitCode, shortMessage } = await command;
    const what = `${this.name}: ${argv.join(" ")}`;
    if (signal?.aborted)
      throw new ShiftError({ code: "E_INTERRUPTED", message: `${what}: interrupted` });
    if (isLate()) throw failure(`${what} has not ended within ${timeoutMs} ms`);
    if (exitCode === undefined) throw failure(`${what}: ${shortMessage ?? "no exit code"}`);
    return { stdout, stderr, exitCode };
  }

  /** Runs a command that must succeed. @throws ShiftError E_COMMAND with the node, the command and its output. */
  async exec(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
    const { stdout, stderr, exitCode } = await this.try(argv, options);
    if (exitCode !== 0) {
      const said = (stderr || stdout).trim();
      throw failure(`${this.name}: ${argv.join(" ")} ended with ${exitCode}: ${said}`);
    }
    return stdout;
  }

  /**
   * Runs a command on this process's own terminal, which TERM tells about; returns its exit code, as shells tell it. What is
   * typed there to interrupt or to quit is for the command to take.
   */
  async attach(argv: readonly string[], inside: "node" | "net" = "node"): Promise<number> {
    // They come to this process as well, which would end by them, and take the command along.
    const leave = () => undefined;
    for (const name of TYPED) process.on(name, leave);
    try {
      const [mode, command] = inside === "node" ? [["--no-fork"], [...STAYS, ...argv]] : [[], argv];
      const { exitCode, signal } = await execa(
        "nsenter",
        [...mode, ...this.#enter(command, { inside })],
        {
          reject: false,
          stdio: "inherit",
          ...this.#environment(process.env.TERM === undefined ? {} : { TERM: process.env.TERM }),
        },
      );
      return exitCode ?? (signal === undefined ? 1 : 128 + constants.signals[signal]);
    } finally {
      for (const name of TYPED) process.off(name, leave);
    }
  }

  /**
   * Starts a program that runs on, until the caller ends it, or the node or this process ends; inside "net" it must keep its
   * user for that.
   */
  spawn(argv: readonly string[], options: SpawnOptions = {}): NodeProcess {
    const { inside, capabilities } = options;
    const command =
      inside === "net" ? [...limits(capabilities), ...TIED, String(process.pid), ...argv] : argv;
    const process_ = execa("nsenter", this.#enter(command, options), {
      reject: false,
      buffer: false,
      detached: true,
      // execa takes any open descriptor; its types know only 1 and 2.
      stdio: [
        options.stdin ?? "ignore",
        options.stdout ?? "pipe",
        "pipe",
        ...(options.files ?? []),
      ] as ["pipe", "pipe", "pipe"],
      ...this.#environment(),
    }) as unknown as NodeProcess["process"];
    const signals = signalsTo(process_, forks(options));
    return nodeProcess(`${argv[0]} at ${this.name}`, process_, signals);
  }

  #enter(argv: readonly string[], options: CommandOptions): string[] {
    const spaces = options.inside === "net" ? ["-n"] : ["-m", "-u", "-i", "-n", "-p"];
    const user = options.unprivileged ? ["-S", String(NOBODY), "-G", String(NOBODY)] : [];
    const confining = options.confined
      ? ["setpriv", "--no-new-privs", "--bounding-set", this.#capabilities, "--"]
      : [];
    return ["-t", String(this.pid), ...spaces, ...user, "--", ...confining, ...argv];
  }

  // Nothing of the caller's: a proxy would lead traffic past the lab, and its secrets are no business of the nodes.
  // Everything that a run starts can be found again by its id, even after the run was killed.
  #environment(more: Record<string, string> = {}) {
    const own = { ANYCAST_SHIFT_RUN: this.#runId, PATH: NODE_PATH, TZ: "UTC", LC_ALL: "C" };
    return { extendEnv: false, env: { ...own, ...more } };
  }
}

// To be among a node's processes one has to be born there: nsenter forks then, and waits.
function forks({ inside }: CommandOptions): boolean {
  return inside !== "net";
}

/** A program that was started, as one that can be ended. @param what for people who wait for its end */
export function nodeProcess(
  what: string,
  process_: NodeProcess["process"],
  signal: NodeProcess["signal"] = signalsTo(process_),
): NodeProcess {
  let ended = false;
  void process_.then(() => {
    ended = true;
  });
  const hasEnded = () => ended;
  return {
    process: process_,
    signal,
    hasEnded,
    end: async (name) => {
      signal(name);
      try {
        const options = { deadlineMs: END_DEADLINE_MS, everyMs: 5 };
        await until(`${what} to end after ${name}`, hasEnded, options);
      } catch (thrown) {
        signal("SIGKILL");
        throw thrown;
      }
    },
  };
}

function failure(message: string): ShiftError {
  return new ShiftError({ code: "E_COMMAND", message });
}
