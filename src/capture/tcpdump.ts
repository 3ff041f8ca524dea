import { closeSync, openSync } from "node:fs";
import { type Scope, ShiftError, until } from "../core/index.js";
import type { NodeShell } from "../driver/index.js";
import { ALL_LINKS } from "./points.js";

/** A capture that is armed. */
export interface RunningCapture {
  /**
   * Stops it once everything that the kernel had taken was written; what arrives after that moment is not part of it.
   * `dropped` counts packets that the kernel had no room for.
   * @throws ShiftError E_CAPTURE.
   */
  stop(): Promise<{ packets: number; dropped: number }>;
}

const ARM_DEADLINE_MS = 20_000;
const FLUSH_DEADLINE_MS = 20_000;
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
  const tcpdump = node.spawn(argvOf(device), {
    inside: "net",
    stdout: descriptor,
    capabilities: CAPABILITIES,
  });
  closeSync(descriptor);
  let said = "";
  tcpdump.process.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const where = `${node.name} ${device}`;
  const kill = scope.defer(`capture at ${where}`, () => tcpdump.end("SIGKILL"));
  const failed = () =>
    new ShiftError({ code: "E_CAPTURE", message: `tcpdump at ${where} ended: ${said.trim()}` });

  await until(
    `tcpdump to listen at ${where}`,
    () => {
      if (tcpdump.hasEnded()) throw failed();
      return said.includes("listening on");
    },
    { deadlineMs: ARM_DEADLINE_MS, everyMs: 5, signal },
  );
  // What came before the filter was in place counts as received, and is never captured.
  const unfiltered = await until(
    `tcpdump at ${where} to count`,
    () => {
      if (tcpdump.hasEnded()) throw failed();
      const [before, now] = countsIn(said).slice(-2).map(waiting);
      // The same twice: nothing is on its way through tcpdump.
      if (now !== undefined && now === before) return { packets: now };
      tcpdump.signal("SIGUSR1");
      return undefined;
    },
    { deadlineMs: ARM_DEADLINE_MS, everyMs: 15, signal },
  );

  return {
    stop: async () => {
      if (tcpdump.hasEnded()) throw failed();
      const earlier = countsIn(said).length;
      await until(
        `tcpdump at ${where} to write what it received`,
        () => {
          if (tcpdump.hasEnded()) throw failed();
          const counts = countsIn(said).slice(earlier).at(-1);
          if (counts && waiting(counts) <= unfiltered.packets) return true;
          tcpdump.signal("SIGUSR1");
          return false;
        },
        { deadlineMs: FLUSH_DEADLINE_MS, everyMs: 15 },
      );
      await tcpdump.end("SIGINT");
      await kill();
      const counts = countsIn(said).at(-1);
      if (!counts) throw failed();
      return { packets: counts.captured, dropped: counts.dropped };
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

/** Statistics of tcpdump, in packets. */
interface Counts {
  captured: number;
  received: number;
  dropped: number;
}

/** All statistics that tcpdump printed on SIGUSR1 or at its end, oldest first. */
function countsIn(said: string): Counts[] {
  const pattern =
    /(\d+) packets? captured[\s,]+(\d+) packets? received by filter[\s,]+(\d+) packets? dropped by kernel/g;
  return [...said.matchAll(pattern)].map(([, captured, received, dropped]) => ({
    captured: Number(captured),
    received: Number(received),
    dropped: Number(dropped),
  }));
}

function waiting({ captured, received }: Counts): number {
  return received - captured;
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
