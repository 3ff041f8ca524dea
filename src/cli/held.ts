import { Command } from "@commander-js/extra-typings";
import { messageOf, ShiftError, until } from "../core/index.js";
import { leftoversOf, ownerOf, REMOVAL_DEADLINE_MS, sendSignal } from "../driver/index.js";
import { findHeldLab, type HeldLab, heldLabs, openHeldLab } from "../run/index.js";
import { EXIT } from "./exit.js";
import { type LabState, labState, stateWords } from "./lab-state.js";
import { positive } from "./numbers.js";

/** `down`: removes a lab that `up` left. */
export function downCommand() {
  return new Command("down")
    .description("remove the lab that `up` left")
    .option("--lab <name>", "which, when more than one is up")
    .action(async ({ lab }) => {
      const held = findHeldLab(lab);
      sendSignal(held.keeper, "SIGTERM");
      await until(`${held.name} to be gone`, () => ownerOf(held.runId) !== "alive", {
        deadlineMs: REMOVAL_DEADLINE_MS,
      });
      const left = await leftoversOf(held.runId);
      if (left.length > 0) {
        throw new ShiftError({
          code: "E_CLEANUP",
          message: `${held.name} left ${left.join(", ")}`,
          hint: "`anycast-shift clean` removes it",
        });
      }
      process.stdout.write(`${held.name} is gone\n`);
    });
}

/** `status`: the labs that are up. */
export function statusCommand() {
  return new Command("status")
    .description("list the labs that `up` left")
    .option("--json", "print them as JSON", false)
    .action(async ({ json }) => {
      const labs = [];
      for (const held of heldLabs()) labs.push({ held, state: await stateOf(held) });
      if (labs.some(({ state }) => "unknown" in state)) process.exitCode = EXIT.environment;
      if (json) {
        const documents = labs.map(({ held, state }) => ({ ...held, ...state }));
        process.stdout.write(`${JSON.stringify(documents, null, 2)}\n`);
        return;
      }
      if (labs.length === 0) process.stdout.write("no lab is up\n");
      for (const { held, state } of labs) {
        const words =
          "unknown" in state
            ? `could not be asked: ${state.unknown}`
            : stateWords(state).join("; ") || "all nodes run";
        process.stdout.write(`${held.name}  ${held.driver}  ${held.scenario}  ${words}\n`);
      }
    });
}

// One that cannot be asked hides no other.
async function stateOf(held: HeldLab): Promise<LabState | { unknown: string }> {
  try {
    return await labState(openHeldLab(held));
  } catch (thrown) {
    return { unknown: messageOf(thrown) };
  }
}

/** `exec`: a command in a node, attached to this terminal. */
export function execCommand() {
  return new Command("exec")
    .description("run a command in a node of the lab that is up, and end with its exit code")
    .argument("<node>")
    .argument("<command...>", "after --")
    .showHelpAfterError(
      "  hint: a command with options goes after --, as in exec hop2 -- ip -s route",
    )
    .option("--lab <name>", "which, when more than one is up")
    .action(async (node, command, { lab }) => {
      process.exitCode = await attachedNode(node, lab).attach(command);
    });
}

/** `capture`: tcpdump at a node, attached to this terminal or written to a file. */
export function captureCommand() {
  return new Command("capture")
    .description("run tcpdump at a node of the lab that is up, until Ctrl-C")
    .argument("<node>")
    .argument("[filter...]", "pcap filter")
    .showHelpAfterError("  hint: --write takes the file that tcpdump calls -w")
    .option("--interface <name>", "one interface instead of all", "any")
    .option("--write <file>", "write a capture file instead of printing")
    .option("--count <n>", "stop after so many packets", positive)
    .option("--lab <name>", "which, when more than one is up")
    .action(async (node, filter, { interface: device, write, count, lab }) => {
      const output = write === undefined ? [] : ["-w", write];
      const limit = count === undefined ? [] : ["-c", String(count)];
      // At once: what the kernel still gathers when Ctrl-C comes would be lost.
      // Each packet takes the room of the longest then: all of a lab's frames fit 2 KiB, and 32,768 of them the buffer.
      const at = ["--immediate-mode", "-U", "-s", "2048", "-B", "65536"];
      const argv = [
        "tcpdump",
        "-i",
        device,
        "-nn",
        ...at,
        "-Z",
        "root",
        ...output,
        ...limit,
        ...filter,
      ];
      const exit = await attachedNode(node, lab).attach(argv, "net");
      // It has said why itself.
      if (exit !== 0) {
        throw new ShiftError({
          code: "E_CAPTURE",
          message: `tcpdump at ${node} ended with ${exit}`,
        });
      }
    });
}

function attachedNode(node: string, name?: string) {
  const held = findHeldLab(name);
  if (!Object.hasOwn(held.nodes, node)) {
    throw new ShiftError({
      code: "E_USAGE",
      message: `${held.name} has no node ${node}`,
      hint: `nodes: ${Object.keys(held.nodes).join(", ")}`,
    });
  }
  return openHeldLab(held).running.node(node);
}
