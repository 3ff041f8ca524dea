import { fstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pause, Scope } from "../core/index.js";
import { idleProcess, scriptProcess } from "../driver/fixtures/node-process.js";
import type { NodeShell, SpawnOptions } from "../driver/index.js";
import { startCapture } from "./tcpdump.js";

const LISTENING = "tcpdump: listening on eth1, link-type EN10MB (Ethernet)\n";

let scope: Scope;
let folder: string;
/** The signals that tcpdump was sent. */
let signals: string[];
/** How it was started. */
let started: { argv: readonly string[]; options: SpawnOptions };

beforeEach(() => {
  scope = new Scope();
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-capture-"));
  scope.defer(folder, () => rmSync(folder, { recursive: true }));
  signals = [];
});
afterEach(() => scope[Symbol.asyncDispose]());

/** A node whose tcpdump says something at once, and then does as it is told by a signal: it says more, or ends. */
function nodeWithTcpdump(
  said: string,
  answer: (name: string, say: (text: string) => void) => "ends" | undefined,
): NodeShell {
  const stderr = new PassThrough();
  stderr.write(said);
  const spawn = (argv: readonly string[], options: SpawnOptions) => {
    started = { argv, options };
    return idleProcess({ stderr }, (name) => {
      signals.push(name);
      return name === "SIGKILL" || answer(name, (text) => stderr.write(text)) === "ends";
    });
  };
  return { name: "core", spawn } as unknown as NodeShell;
}

/** A tcpdump that tells these counts one after another: packets captured, received and dropped. */
function nodeThatCounts(...counts: [number, number, number][]): NodeShell {
  return nodeWithTcpdump(LISTENING, (name, say) => {
    const [captured, received, dropped] = counts.shift() ?? [0, 0, 0];
    if (name === "SIGINT") {
      say(`\n${captured} packets captured\n${received} packets received by filter\n`);
      say(`${dropped} packets dropped by kernel\n`);
      return "ends";
    }
    say(`tcpdump: ${captured} packet captured, ${received} packets received by filter, `);
    say(`${dropped} packets dropped by kernel\n`);
    return undefined;
  });
}

function start(node: NodeShell, device = "eth1", signal?: AbortSignal) {
  return startCapture(node, device, join(folder, "eth1.pcap"), scope, signal);
}

test("it is armed when tcpdump tells twice that as much waits, and stops when no more than that does", async () => {
  const armed: [number, number, number][] = [
    [0, 3, 0],
    [0, 5, 0],
    [1, 6, 0],
  ];
  // What is dropped is received as well.
  const node = nodeThatCounts(...armed, [10, 20, 0], [13, 20, 1], [14, 20, 1], [20, 27, 2]);
  const capture = await start(node);
  expect(signals).toEqual(["SIGUSR1", "SIGUSR1", "SIGUSR1"]);
  expect(await capture.stop()).toEqual({ packets: 20, dropped: 2 });
  expect(signals.slice(3, 7)).toEqual(["SIGUSR1", "SIGUSR1", "SIGUSR1", "SIGINT"]);
});

test("tcpdump alone holds the file, in the node's network with one capability", async () => {
  await start(nodeThatCounts());
  const { inside, capabilities, stdout } = started.options;
  expect({ inside, capabilities }).toEqual({ inside: "net", capabilities: ["net_raw"] });
  expect(() => fstatSync(stdout as number)).toThrow(/EBADF/);
});

test("only a capture of all links is asked for in the form without interface numbers", async () => {
  await start(nodeThatCounts(), "any");
  expect(started.argv.join(" ")).toContain(" -i any -y LINUX_SLL ");
  await start(nodeThatCounts(), "eth1");
  expect(started.argv.join(" ")).toContain(" -i eth1 -n ");
});

test("a capture that runs ends with its scope", async () => {
  await start(nodeThatCounts());
  await scope[Symbol.asyncDispose]();
  expect(signals.at(-1)).toBe("SIGKILL");
});

describe("a tcpdump that ends by itself is told with its last words", () => {
  /** A tcpdump that says so and ends when it is asked for its counts for the n-th time. */
  const dyingAt = (n: number) =>
    nodeWithTcpdump(LISTENING, (name, say) => {
      if (name !== "SIGUSR1" || signals.length < n) {
        say("0 packets captured, 0 packets received by filter, 0 packets dropped by kernel\n");
        return undefined;
      }
      say("eth1 went down\n");
      return "ends";
    });
  const failed = {
    code: "E_CAPTURE",
    message: expect.stringMatching(/^tcpdump at core eth1 ended: .*eth1 went down$/s),
  };

  test("before it listens", async () => {
    const spawn = () => scriptProcess("echo no such device >&2; exit 1");
    const node = { name: "core", spawn } as unknown as NodeShell;
    await expect(start(node)).rejects.toMatchObject({
      code: "E_CAPTURE",
      message: "tcpdump at core eth1 ended: no such device",
    });
  });

  test("before it is armed", async () => {
    await expect(start(dyingAt(1))).rejects.toMatchObject(failed);
  });

  test("while it is stopped, and before that", async () => {
    const capture = await start(dyingAt(3));
    await expect(capture.stop()).rejects.toMatchObject(failed);
    await expect(capture.stop()).rejects.toMatchObject(failed);
    expect(signals).toHaveLength(3);
  });
});

test("a file that cannot be made is an error of the disk", async () => {
  const nowhere = join(folder, "missing", "eth1.pcap");
  await expect(startCapture(nodeThatCounts(), "eth1", nowhere, scope)).rejects.toMatchObject({
    code: "E_DISK",
    message: expect.stringContaining(nowhere),
  });
});

// SIGUSR1 would end a tcpdump that does not listen yet.
test.each([
  ["", ["SIGKILL"]],
  [LISTENING, expect.arrayContaining(["SIGUSR1", "SIGKILL"])],
])("arming ends with the signal, also behind %j", async (said, sent) => {
  const controller = new AbortController();
  const armed = start(
    nodeWithTcpdump(said, () => undefined),
    "eth1",
    controller.signal,
  );
  const before = performance.now();
  void pause(50).then(() => controller.abort());
  await expect(armed).rejects.toMatchObject({ code: "E_INTERRUPTED" });
  expect(performance.now() - before).toBeLessThan(2_000);
  await scope[Symbol.asyncDispose]();
  expect(signals).toEqual(sent);
});
