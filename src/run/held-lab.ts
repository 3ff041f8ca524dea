import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type ProgressListener, Scope, ShiftError, until } from "../core/index.js";
import {
  attachLab,
  chooseDriver,
  type DriverName,
  identify,
  type NodeShell,
  nodeImage,
  ownerOf,
  type ProcessIdentity,
  registeredRuns,
  registerRun,
  requireRoot,
  runFolderOf,
} from "../driver/index.js";
import { type Lab, type LoadedScenario, loadScenario } from "../topology/index.js";
import { writeInFolder } from "./folder.js";
import { kernelFeatures } from "./host.js";
import { openLab } from "./lab-session.js";

// In the folder of the run that holds the lab.
const STATE_FILE = "lab.json";
const SCENARIO_FILE = "scenario.yaml";
const TOPOLOGIES = "topologies";

const stateSchema = z.strictObject({
  runId: z.string(),
  /** Process that holds the lab and removes it at its end. */
  keeper: z.number().int(),
  name: z.string(),
  driver: z.string(),
  folder: z.string(),
  /** The scenario's file as it was given, for people. */
  scenario: z.string(),
  /** The first processes of its nodes. */
  nodes: z.record(z.string(), z.object({ pid: z.number().int(), startTicks: z.string() })),
});

/** A lab that was brought up by hand and waits for its user. */
export type HeldLab = z.infer<typeof stateSchema>;

/** What a lab is to be held with. */
export interface HoldOptions {
  scenario: string;
  topologies: string;
  driver: DriverName;
  listener: ProgressListener;
  signal: AbortSignal;
}

/** Brings the lab of a scenario up, makes it known to other processes, and removes it when the signal aborts. */
export async function holdLab({
  scenario,
  topologies,
  driver: wanted,
  listener,
  signal,
}: HoldOptions): Promise<void> {
  const loaded = loadScenario(scenario, topologies);
  if (Array.isArray(loaded)) throw firstOf(loaded);
  await using scope = new Scope();
  const { id, folder } = registerRun(scope);
  keepInput(loaded, topologies, folder);
  const { driver } = await chooseDriver(wanted, [loaded.lab], scope);
  const name = `shift-${id}-1`;
  const family = loaded.scenario.families[0] ?? 4;
  const running = await openLab(
    { ...loaded, id: loaded.scenario.name, family },
    {
      driver,
      runId: id,
      runFolder: folder,
      labFolder: "lab",
      name,
      image: nodeImage(),
      features: kernelFeatures(),
      listener,
      signal,
    },
    scope,
  );
  const nodes = Object.fromEntries(
    running.spec.lab.nodes.map(({ name }) => [name, firstProcess(running.node(name))]),
  );
  const state: HeldLab = {
    runId: id,
    keeper: process.pid,
    name,
    driver: driver.name,
    folder: running.spec.folder,
    scenario,
    nodes,
  };
  writeFileSync(join(folder, STATE_FILE), JSON.stringify(state));
  // Asked again and again: a listener for a signal alone would not keep this process alive.
  await until("the end of the lab", () => signal.aborted, {
    deadlineMs: Number.POSITIVE_INFINITY,
    everyMs: 200,
  });
}

/** Keeps what a lab was made from: its user may go on to edit the files while it is up. */
export function keepInput(
  { file, topology: { name } }: Pick<LoadedScenario, "file" | "topology">,
  topologies: string,
  runFolder: string,
): void {
  const topology = join(TOPOLOGIES, `${name}.yaml`);
  writeInFolder(runFolder, SCENARIO_FILE, readFileSync(file, "utf8"));
  writeInFolder(runFolder, topology, readFileSync(join(topologies, `${name}.yaml`), "utf8"));
}

function firstProcess({ name, pid }: NodeShell): ProcessIdentity {
  const process = identify(pid);
  if (process !== undefined) return process;
  throw new ShiftError({ code: "E_NODE_DIED", message: `node ${name} ended` });
}

/**
 * Every lab that is held on this host; what a killed process held is none.
 * @throws ShiftError E_PRIVILEGE without root, who alone can read them.
 */
export function heldLabs(): HeldLab[] {
  requireRoot();
  const living = registeredRuns().filter((id) => ownerOf(id) === "alive");
  return living.flatMap((id) => {
    try {
      const state = stateSchema.safeParse(
        JSON.parse(readFileSync(join(runFolderOf(id), STATE_FILE), "utf8")),
      );
      return state.success ? [state.data] : [];
    } catch {
      // A run that holds no lab, or one that is just ending.
      return [];
    }
  });
}

/** The only held lab, or the one of that name. @throws ShiftError E_USAGE that lists what there is. */
export function findHeldLab(name?: string): HeldLab {
  const labs = heldLabs();
  const fitting = name === undefined ? labs : labs.filter((lab) => lab.name === name);
  const [lab, other] = fitting;
  if (lab && !other) return lab;
  const names = labs.map((one) => one.name).join(", ") || "none";
  throw new ShiftError({
    code: "E_USAGE",
    message: lab
      ? "more than one lab is up"
      : name === undefined
        ? "no lab is up"
        : `no lab ${name} is up`,
    hint:
      labs.length > 0
        ? `--lab takes one of: ${names}`
        : "`anycast-shift up SCENARIO` brings one up",
  });
}

/**
 * A held lab as something to run commands and events in. A node that has ended cannot be asked for: its process id may be
 * another process's by now.
 */
export function openHeldLab(held: HeldLab): { lab: Lab; running: ReturnType<typeof attachLab> } {
  const folder = runFolderOf(held.runId);
  const loaded = loadScenario(join(folder, SCENARIO_FILE), join(folder, TOPOLOGIES));
  if (Array.isArray(loaded)) throw firstOf(loaded);
  const spec = {
    lab: loaded.lab,
    name: held.name,
    runId: held.runId,
    folder: held.folder,
    features: kernelFeatures(),
  };
  const running = attachLab(spec, new Map(Object.entries(held.nodes)));
  const node = (name: string) => {
    if (!running.deadNodes().includes(name)) return running.node(name);
    throw new ShiftError({
      code: "E_NODE_DIED",
      message: `node ${name} of ${held.name} has ended`,
      hint: "`anycast-shift down` removes the lab",
    });
  };
  return { lab: loaded.lab, running: { ...running, node } };
}

// Its errors were shown when the lab was asked for: this one has changed since.
function firstOf(errors: readonly ShiftError[]): ShiftError {
  return errors[0] ?? new ShiftError({ code: "E_BUG", message: "a list of errors without any" });
}
