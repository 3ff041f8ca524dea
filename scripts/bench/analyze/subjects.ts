import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execa } from "execa";
import ts from "typescript";

/** A program that is measured. */
export interface Subject {
  name: string;
  argv: string[];
  /** What a user gets of it. */
  gives: string;
}

/** A program of others. */
interface Peer extends Subject {
  /** How it comes onto a machine. */
  from: string;
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
/** Flow records only, so that nothing is measured that was not asked for. */
const SURICATA = fileURLToPath(new URL("./suricata.yaml", import.meta.url));
const MAIN = join(ROOT, "dist/bin/anycast-shift.js");
const LIBRARY = pathToFileURL(join(ROOT, "dist/library/analysis.js")).href;

/** The programs that are there, and how the others come onto the machine. */
export async function subjectsOf(
  capture: string,
  folder: string,
): Promise<{ subjects: Subject[]; missing: string[] }> {
  const peers = peersOn(capture, folder);
  const there = await Promise.all(peers.map(({ argv }) => isInstalled(argv[0] as string)));
  return {
    subjects: [...ownOn(capture, folder), ...peers.filter((_, index) => there[index])],
    missing: peers.filter((_, index) => !there[index]).map(({ name, from }) => `${name} (${from})`),
  };
}

// The library comes first: the others are told as multiples of it.
function ownOn(capture: string, folder: string): Subject[] {
  const node = process.execPath;
  const jsonl = [MAIN, "analyze", "--jsonl"];
  return [
    {
      name: "anycast-shift, library",
      argv: [node, compiled("records", folder), LIBRARY, capture],
      gives: "every record and verdict",
    },
    {
      name: "anycast-shift analyze --jsonl",
      argv: [node, ...jsonl, capture],
      gives: "the same, printed",
    },
    {
      name: "anycast-shift analyze --jsonl, held to one core",
      argv: ["taskset", "-c", "0", node, ...jsonl, capture],
      gives: "the same, without a second core for the compiler of Node and its memory",
    },
    {
      name: "anycast-shift analyze --jsonl --workers 2",
      argv: [node, ...jsonl, "--workers", "2", capture],
      gives: "the same, on two cores",
    },
    {
      name: "bare Node loop",
      argv: [node, compiled("bare-loop", folder), capture],
      gives: "packets by address and port pair",
    },
  ];
}

function peersOn(capture: string, folder: string): Peer[] {
  return [
    {
      name: "tshark -q -z conv,tcp",
      argv: ["tshark", "-q", "-z", "conv,tcp", "-r", capture],
      gives: "packets, bytes, duration; no flags, no outcome",
      from: "apt-get install tshark",
    },
    {
      name: "tcptrace -n",
      argv: ["tcptrace", "-n", capture],
      gives: "complete, reset, unidirectional",
      from: "apt-get install tcptrace",
    },
    {
      name: "suricata, flow log",
      argv: ["suricata", "-c", SURICATA, "-r", capture, "-l", folder, "-k", "none"],
      gives: "flows with state and flags by side",
      from: "apt-get install suricata (Debian 12: from bookworm-backports)",
    },
    {
      name: "tcpdump --count",
      argv: ["tcpdump", "--count", "-r", capture],
      gives: "nothing: reads only",
      from: "apt-get install tcpdump",
    },
  ];
}

async function isInstalled(program: string): Promise<boolean> {
  const { failed, code } = await execa(program, ["--version"], { reject: false, stdin: "ignore" });
  return !(failed && code === "ENOENT");
}

/** The path of a program of this folder as plain JavaScript, so that no compiler is measured with it. */
function compiled(name: string, folder: string): string {
  const source = readFileSync(new URL(`./${name}.ts`, import.meta.url), "utf8");
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, outputText);
  return path;
}
