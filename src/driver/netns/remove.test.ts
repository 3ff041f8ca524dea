import { execa } from "execa";
import { expect, test } from "vitest";
import { ShiftError } from "../../core/index.js";
import type { LabSpec } from "../driver.js";
import type { FirstProcess } from "./first-process.js";
import type { HeldNamespaces } from "./held-namespaces.js";
import { removeNodes } from "./remove.js";

const SPEC = { name: "lab", runId: "the-run" } as LabSpec;

/** A program of a run on the host's side of a lab, and the lab's namespaces, in which it alone is. */
function labWithProgram(runId: string, { forksIntoNode = false, seconds = "60" } = {}) {
  const child = execa("sleep", [seconds], { env: { ANYCAST_SHIFT_RUN: runId }, reject: false });
  const pids = () => (child.exitCode === null && child.signalCode === null ? [child.pid] : []);
  const namespaces = {
    occupants: pids,
    visitors: () => (forksIntoNode ? [] : pids()),
    release: () => undefined,
  } as unknown as HeldNamespaces;
  return { child, namespaces };
}

/** A node that says it has not ended when it is told for the first times. */
function nodeLate(times: number): FirstProcess {
  let told = 0;
  const end = async () => {
    if (++told <= times) throw new ShiftError({ code: "E_TIMEOUT", message: "late" });
  };
  return { end } as FirstProcess;
}

test("a node that is late keeps no program of the run alive", async () => {
  const { child, namespaces } = labWithProgram(SPEC.runId);
  await removeNodes(SPEC, [nodeLate(1), nodeLate(0)], namespaces);
  expect((await child).signal).toBe("SIGKILL");
});

test("a program that forked into a node is left to reap what it forked", async () => {
  const short = { forksIntoNode: true, seconds: "0.2" };
  const { child, namespaces } = labWithProgram(SPEC.runId, short);
  await removeNodes(SPEC, [nodeLate(0)], namespaces);
  expect((await child).exitCode).toBe(0);
});

test("a node that does not end is an error, though nothing is in its namespaces", async () => {
  const { namespaces } = labWithProgram(SPEC.runId);
  await expect(removeNodes(SPEC, [nodeLate(2)], namespaces)).rejects.toThrow("late");
});
