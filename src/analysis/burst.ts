import type { Burst } from "./schemas.js";

const WINDOW_MS = 1_000;
/** More moments than these are not looked through: 8 MB. */
export const MAX_TIMES = 1_000_000;

/** Finds the second in which most shifts fell. */
export class BurstFinder {
  /** When shifts happened; one more than are looked through tells that there were too many. */
  readonly times: number[] = [];

  /** @param ms moment of a shift, milliseconds since the epoch */
  add(ms: number): void {
    if (this.times.length <= MAX_TIMES) this.times.push(ms);
  }

  /** The fullest window, where it holds more than one shift; of too many shifts it cannot be told. */
  find(): Burst | undefined {
    if (this.times.length > MAX_TIMES) return undefined;
    const times = [...this.times].sort((a, b) => a - b);
    let best: Burst | undefined;
    let from = 0;
    times.forEach((time, index) => {
      while (time - (times[from] as number) > WINDOW_MS) from++;
      const shifts = index - from + 1;
      if (shifts < 2 || shifts <= (best?.shifts ?? 0)) return;
      const first = times[from] as number;
      const start = new Date(first).toISOString();
      best = { start, withinMs: wholeMicros(time - first), shifts, of: times.length };
    });
    return best;
  }
}

/** Milliseconds since the epoch leave a number no more digits than these. */
function wholeMicros(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
