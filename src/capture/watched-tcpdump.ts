import { ShiftError, until } from "../core/index.js";
import type { NodeProcess } from "../driver/index.js";

const DEADLINE_MS = 20_000;

/** A running tcpdump, known by what it prints: that it listens, and statistics at its end and on each SIGUSR1 before. */
export class WatchedTcpdump {
  readonly #child: NodeProcess;
  readonly #where: string;
  #said = "";

  constructor(child: NodeProcess, where: string) {
    this.#child = child;
    this.#where = where;
    child.process.stderr.on("data", (chunk: Buffer) => {
      this.#said += chunk.toString();
    });
  }

  /** Waits until the kernel delivers packets to it. @throws ShiftError E_CAPTURE, E_TIMEOUT or E_INTERRUPTED */
  async listening(signal?: AbortSignal): Promise<void> {
    await this.#until("to listen", () => this.#said.includes("listening on"), signal);
  }

  /**
   * Waits until nothing is on its way through it, and returns how many packets it received and did not capture.
   * @throws as `listening`
   */
  calm(signal?: AbortSignal): Promise<number> {
    const look = () => {
      const [before, now] = countsIn(this.#said).slice(-2).map(waiting);
      if (now !== undefined && now === before) return now;
      this.#child.signal("SIGUSR1");
      return undefined;
    };
    return this.#until("to count", look, signal);
  }

  /** Waits until all that it has received by now is written, but for so many packets. @throws as `listening` */
  async written(unfiltered: number): Promise<void> {
    const earlier = countsIn(this.#said).length;
    await this.#until("to write what it received", () => {
      const counts = countsIn(this.#said).slice(earlier).at(-1);
      if (counts && waiting(counts) <= unfiltered) return true;
      this.#child.signal("SIGUSR1");
      return false;
    });
  }

  /** What it counted last. @throws ShiftError E_CAPTURE when it told nothing */
  total(): Counts {
    const counts = countsIn(this.#said).at(-1);
    if (!counts) throw this.#failed();
    return counts;
  }

  #until<T>(what: string, look: () => T | undefined | false, signal?: AbortSignal): Promise<T> {
    const alive = () => {
      if (this.#child.hasEnded()) throw this.#failed();
      return look();
    };
    const bounds = { deadlineMs: DEADLINE_MS, everyMs: 10, signal };
    return until(`tcpdump at ${this.#where} ${what}`, alive, bounds);
  }

  #failed(): ShiftError {
    const message = `tcpdump at ${this.#where} ended: ${this.#said.trim()}`;
    return new ShiftError({ code: "E_CAPTURE", message });
  }
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

// What the kernel had no room for, it has received as well (packet(7), PACKET_STATISTICS).
function waiting({ captured, received, dropped }: Counts): number {
  return received - captured - dropped;
}
