import { inTime, ShiftError } from "../core/index.js";
import { type NodeProcess, type NodeShell, setSysctl } from "../driver/index.js";
import type { OwnMitigation, OwnMitigationPart } from "../scenario/index.js";
import { ecmpHop, NODE_DIR, nodesAt } from "../topology/index.js";
import type { ActiveCondition, ConditionContext } from "./condition.js";

/** Where a node finds the files of a scenario's own mitigation. */
const FOLDER = `${NODE_DIR}/own`;
const CHECK_DEADLINE_MS = 10_000;
const SAID_CHARACTERS = 300;

/**
 * Puts a scenario's own mitigation in force: all files, then node by node sysctls, rules, commands and helpers, and then
 * its checks. What commands and rules did goes with the lab, which serves no other case.
 * @throws ShiftError E_COMMAND with the node, the command and its output.
 */
export async function applyOwnMitigation(
  { at, check }: OwnMitigation,
  context: ConditionContext,
): Promise<ActiveCondition> {
  const { running, signal } = context;
  const { lab } = running.spec;
  const parts = Object.entries(at).flatMap(([where, part]) =>
    nodesAt(lab, where).map(({ name }) => ({ name, part })),
  );
  for (const { name, part } of parts) await writeFiles(running.node(name), part.files, signal);
  const helpers: Helper[] = [];
  for (const { name, part } of parts) {
    await applyPart(name, part, context);
    helpers.push(
      ...part.helpers.map((argv) => new Helper(running.node(name), argv, context.scope)),
    );
  }
  for (const { at: where, run } of check) {
    for (const { name } of nodesAt(lab, where)) await passes(running.node(name), run, signal);
  }
  return {
    fault: () => helpers.map((helper) => helper.fault()).find((fault) => fault),
    choice: {
      node: ecmpHop(lab).name,
      unpredictable: "may choose by the scenario's own mitigation",
    },
  };
}

// From within the node, where a link leads no further than the node itself sees.
async function writeFiles(
  shell: NodeShell,
  files: OwnMitigationPart["files"],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (Object.keys(files).length > 0)
    await shell.exec(["mkdir", "-p", FOLDER], { confined: true, signal });
  for (const [file, input] of Object.entries(files)) {
    await shell.exec(["tee", `${FOLDER}/${file}`], { confined: true, input, signal });
  }
}

async function applyPart(
  name: string,
  { sysctls, nft, commands }: OwnMitigationPart,
  context: ConditionContext,
): Promise<void> {
  const { running, scope, signal } = context;
  const shell = running.node(name);
  for (const [key, value] of Object.entries(sysctls)) await setSysctl(shell, scope, key, value);
  if (nft !== undefined)
    await shell.exec(["nft", "-f", "-"], { confined: true, input: nft, signal });
  for (const argv of commands) await shell.exec(argv, { confined: true, signal });
}

// A helper may need a moment until it does what is checked.
async function passes(
  shell: NodeShell,
  argv: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  let said = "";
  const succeeds = async () => {
    const { exitCode, stdout, stderr } = await shell.try(argv, { confined: true, signal });
    said = `ended with ${exitCode}: ${(stderr || stdout).trim()}`;
    return exitCode === 0;
  };
  const check = `the check ${argv.join(" ")}`;
  const passed = await inTime(`${check} at ${shell.name}`, succeeds, {
    deadlineMs: CHECK_DEADLINE_MS,
    everyMs: 50,
    signal,
  });
  if (!passed)
    throw new ShiftError({ code: "E_COMMAND", message: `${shell.name}: ${check} ${said}` });
}

/** A program of an own mitigation that is to run until the case ends. */
class Helper {
  readonly #what: string;
  readonly #process: NodeProcess;
  #said = "";

  constructor(shell: NodeShell, argv: readonly string[], scope: ConditionContext["scope"]) {
    this.#what = `${argv.join(" ")} at ${shell.name}`;
    const helper = shell.spawn(argv, { confined: true, stdout: "ignore" });
    this.#process = helper;
    helper.process.stderr.on("data", (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk.toString()}`.slice(-SAID_CHARACTERS);
    });
    scope.defer(this.#what, () => helper.end("SIGKILL"));
  }

  fault(): string | undefined {
    const said = this.#said.trim();
    return this.#process.hasEnded()
      ? `E_NODE_DIED: the helper ${this.#what} ended${said && `: ${said}`}`
      : undefined;
  }
}
