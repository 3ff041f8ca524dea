import type { ResultPromise } from "execa";
import { followersOf } from "./process.js";
import { sendSignal } from "./send-signal.js";

/** How long a command may take, and how it is ended. */
interface Bounds {
  timeoutMs: number;
  /** Time to end by itself after SIGTERM; without it, it is killed at once. */
  graceMs?: number;
  signal: AbortSignal | undefined;
  leaderWaits?: boolean;
}

/** Ends a command's process group after so many milliseconds or on the signal; tells whether it was for the time. */
export function boundGroup(
  command: PromiseLike<unknown> &
    Pick<ResultPromise<{ reject: false }>, "pid" | "stdout" | "stderr">,
  { timeoutMs, graceMs = 0, signal, leaderWaits }: Bounds,
): () => boolean {
  const send = signalsTo(command, leaderWaits);
  const kill = () => {
    send("SIGKILL");
    // A process that left the group keeps the output open.
    command.stdout.destroy();
    command.stderr.destroy();
  };
  let killing: NodeJS.Timeout | undefined;
  const end = () => {
    if (graceMs === 0) return kill();
    send("SIGTERM");
    killing ??= setTimeout(kill, graceMs);
  };
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, timeoutMs);
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end, { once: true });
  void command.then(() => {
    clearTimeout(timer);
    clearTimeout(killing);
    signal?.removeEventListener("abort", end);
  });
  return () => late;
}

/**
 * What sends a signal to a command and all that it started: to its process group. The number of one that has ended may be
 * another's by now.
 * @param leaderWaits whether the command only waits for what it forked and ends with that, as nsenter does that enters a
 * node's processes. Then it gets no signal itself: if it ended first, nobody might reap what it forked, for not every first
 * process of a container does, and the kernel ends no PID namespace before all in it are reaped.
 */
export function signalsTo(
  leader: PromiseLike<unknown> & { pid?: number | undefined },
  leaderWaits = false,
): (name: NodeJS.Signals) => void {
  let ended = false;
  void leader.then(() => {
    ended = true;
  });
  return (name) => {
    if (leader.pid === undefined || ended) return;
    const followers = leaderWaits ? followersOf(leader.pid) : [];
    const targets = followers.length > 0 ? followers : [-leader.pid];
    for (const target of targets) sendSignal(target, name);
  };
}
