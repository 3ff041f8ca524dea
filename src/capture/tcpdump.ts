import { closeSync, openSync } from "node:fs";
import { type Scope, ShiftError } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { ALL_LINKS } from "./points.js";
import { WatchedTcpdump } from "./watched-tcpdump.js";

/** A capture that is armed. */
export interface RunningCapture {
  /**
   * Stops it once everything that the kernel had taken was written; what arrives after that moment is not part of it.
   * `dropped` counts packets that the kernel had no room for.
   * @throws ShiftError E_CAPTURE.
   */
  stop(): Promise<{ packets: number; dropped: number }>;
}

// Headers of a fragmented, optioned IPv6 TCP segment fit; payload is never judged.
const SNAP_BYTES = "160";
const BUFFER_KIB = "8192";
// The routers' own sessions would bury the traffic.
const FILTER = "(ip or ip6) and not tcp port 179";
// The usual form, LINUX_SLL2, has interface numbers, which tcpdump elsewhere takes for those of its own host.
const FORM_OF_ALL = ["-y", "LINUX_SLL"];
// It drops no rights by itself then, which would let it outlive this process.
const CAPABILITIES = ["net_raw"];

/**
 * Starts tcpdump on one interface of a node, or on all, and returns when the kernel delivers packets to it.
 * The file is opened here and handed over, so tcpdump needs no right but that to packet sockets (packet(7)).
 * @throws ShiftError E_CAPTURE when it cannot be armed, E_DISK when the file cannot be made, E_INTERRUPTED when the signal
 * aborts before it is armed; one that is armed is stopped in order also then.
 */
export async function startCapture(
  node: NodeShell,
  device: string,
  file: string,
  scope: Scope,
  signal?: AbortSignal,
): Promise<RunningCapture> {
  const descriptor = openForWriting(file);
  const child = node.spawn(argvOf(device), {
    inside: "net",
    stdout: descriptor,
    capabilities: CAPABILITIES,
  });
  closeSync(descriptor);
  const where = `${node.name} ${device}`;
  const tcpdump = new WatchedTcpdump(child, where);
  const kill = scope.defer(`capture at ${where}`, () => child.end("SIGKILL"));
  await tcpdump.listening(signal);
  // What came before the filter was in place counts as received, and is never captured.
  const unfiltered = await tcpdump.calm(signal);
  return {
    stop: async () => {
      await tcpdump.written(unfiltered);
      await child.end("SIGINT");
      await kill();
      const { captured, dropped } = tcpdump.total();
      return { packets: captured, dropped };
    },
  };
}

function argvOf(device: string): string[] {
  // -U and --immediate-mode: without them the last second of packets is lost when tcpdump is stopped.
  return [
    "tcpdump",
    "-i",
    device,
    ...(device === ALL_LINKS ? FORM_OF_ALL : []),
    "-n",
    "-U",
    "--immediate-mode",
    "-s",
    SNAP_BYTES,
    "-B",
    BUFFER_KIB,
    "-w",
    "-",
    FILTER,
  ];
}

function openForWriting(file: string): number {
  try {
    return openSync(file, "w");
  } catch (thrown) {
    throw new ShiftError({
      code: "E_DISK",
      message: `cannot create ${file}: ${(thrown as Error).message}`,
      hint: "check the free space and the rights of the results folder",
      cause: thrown,
    });
  }
}
