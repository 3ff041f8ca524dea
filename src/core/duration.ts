const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

/** Milliseconds of `250ms`, `1.5s` or `2m`; undefined when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * (UNIT_MS[match[2] as string] as number);
}

/** A duration in milliseconds as people read it: `85 ms`, `2.4 s`, `3 min 20 s`. */
export function formatDuration(ms: number): string {
  // Rounded before the unit is chosen: never 1000 ms, 60.0 s or 1 min 60 s.
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const UNIT_BYTES: Record<string, number> = { B: 1, kB: 1000, MB: 1_000_000, GB: 1_000_000_000 };

/** Bytes of `900B`, `64kB` or `4MB` (SI units); undefined when the text is no size. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(B|kB|MB|GB)$/.exec(text.trim());
  if (!match) return undefined;
  return Math.round(Number(match[1]) * (UNIT_BYTES[match[2] as string] as number));
}

/** A size in bytes as people read it: `900 B`, `64 kB`, `4.2 MB`. */
export function formatSize(bytes: number): string {
  // Rounded before the unit is chosen: never 1000 kB or 1000 MB.
  const rounded = (unit: number) => Number((bytes / unit).toFixed(1));
  if (bytes < 1000) return `${bytes} B`;
  if (rounded(1e3) < 1000) return `${rounded(1e3)} kB`;
  if (rounded(1e6) < 1000) return `${rounded(1e6)} MB`;
  return `${rounded(1e9)} GB`;
}
