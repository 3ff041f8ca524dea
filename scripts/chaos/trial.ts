// One trial: a run, a signal at some moment, then `clean`, and what is left after it.
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { takeAudit } from "../../src/driver/audit/audit.js";
import { leftoversSince } from "../../src/driver/audit/leftovers.js";
import { registeredRuns } from "../../src/driver/clean/registry.js";
import { runIdOfOwner } from "../../src/driver/clean/run-id.js";
import { runProcesses } from "../../src/driver/clean/run-processes.js";
import { identify } from "../../src/driver/process.js";
import { sendSignal } from "../../src/driver/send-signal.js";

export const SIGNALS = ["SIGKILL", "SIGTERM", "SIGINT"] as const;

/** What is done to a run, and when. */
export interface Blow {
  signal: (typeof SIGNALS)[number];
  target: "tool" | "child";
  /** Milliseconds after the start of the tool. */
  afterMs: number;
  /** Which of the children, as a share of their list. */
  choice: number;
}

/** What became of it. */
export interface Outcome {
  /** How the tool ended: an exit code or a signal; "hung" when it had to be killed. */
  ended: string;
  /** Command line of the child that was hit. */
  hit?: string;
  leftovers: string[];
}

/** The program under trial and the arguments of its run. */
export interface Subject {
  program: string;
  args: string[];
}

/** A run whose router was hit waits for its download to end, which takes a minute and a half. */
const EXIT_DEADLINE_MS = 180_000;

/** Runs the tool, strikes it, cleans, and looks for what is left. Without a blow the run goes to its end. */
export async function trial({ program, args }: Subject, blow?: Blow): Promise<Outcome> {
  const before = await takeAudit();
  const tool = execa("node", [program, ...args], {
    reject: false,
    stdin: "ignore",
    stdout: "ignore",
    detached: true,
    cleanup: true,
    timeout: EXIT_DEADLINE_MS,
    forceKillAfterDelay: 1_000,
  });
  const identity = identify(tool.pid as number);
  if (!identity) throw new Error("the tool did not start");
  const runId = runIdOfOwner(identity);
  const hit = blow ? await strike(blow, tool.pid as number, runId, tool) : undefined;
  const result = await tool;
  const ended = result.timedOut ? "hung" : (result.signal ?? `exit code ${result.exitCode}`);
  const cleaned = await execa("node", [program, "clean", "--json"], {
    reject: false,
    stdin: "ignore",
  });
  const leftovers = [
    ...(cleaned.exitCode === 0
      ? []
      : [`clean ended with ${cleaned.exitCode}: ${cleaned.stdout}${cleaned.stderr}`]),
    ...(await leftoversSince(before, runId)),
    ...runProcesses().flatMap((process) =>
      process.runId === runId ? [`process ${process.pid}: ${process.command}`] : [],
    ),
    ...(registeredRuns().includes(runId) ? [`folder of run ${runId}`] : []),
  ];
  return { ended, leftovers: [...new Set(leftovers)], ...(hit === undefined ? {} : { hit }) };
}

async function strike(
  blow: Blow,
  pid: number,
  runId: string,
  ended: Promise<unknown>,
): Promise<string | undefined> {
  await Promise.race([delay(blow.afterMs), ended]);
  const children = runProcesses().filter((process) => process.runId === runId);
  const child = children[Math.floor(blow.choice * children.length)];
  if (blow.target === "child" && child) {
    sendSignal(child.pid, blow.signal);
    return child.command;
  }
  // If it ended by itself meanwhile, this is a trial of an orderly end.
  sendSignal(pid, blow.signal);
  return undefined;
}
