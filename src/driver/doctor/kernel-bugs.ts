/** A fault or a peculiarity of some kernels that shifts connections by itself or spoils a lab. */
interface KernelBug {
  /** Whether a kernel of this version may have it. */
  mayHave(version: KernelVersion): boolean;
  text: string;
}

/** major, minor, patch. */
type KernelVersion = readonly [number, number, number];

const BUGS: readonly KernelBug[] = [
  {
    // Fixed in 6.6 by 6ac66cb03ae3 (IPv4) and 8423be8926aa (IPv6); of the backports only 6.1.54 is certain.
    mayHave: (v) =>
      atLeast(v, [5, 5, 0]) && !atLeast(v, [6, 6, 0]) && !(isLine(v, 6, 1) && v[2] >= 54),
    text: "a packet may take the path of the packet before it in the same batch, whatever its hash says (5.5 to 6.5, unless fixed by a backport)",
  },
  {
    mayHave: (v) => !atLeast(v, [6, 6, 0]),
    text: "a next-hop group may choose a member whose neighbour has failed (before 6.6)",
  },
  {
    mayHave: (v) => atLeast(v, [6, 16, 0]) && !atLeast(v, [6, 18, 4]),
    text: "connections that start from a loopback address all take the last path of a route without next-hop group (6.16 to 6.18.3)",
  },
  {
    mayHave: (v) => atLeast(v, [6, 16, 0]),
    text: "an origin with two uplinks chooses anew for a connection after any change of its routes (from 6.16)",
  },
];

/**
 * What is known of a kernel, by its release (`uname -r`), or, as Debian's has no patch, by what it was built from as its
 * version tells (`uname -v`: `#1 SMP PREEMPT_DYNAMIC Debian 6.1.112-1 (2024-09-30)`); empty for one that cannot be read.
 */
export function knownKernelBugs(release: string, version = ""): string[] {
  const built = /Debian (\d+\.\d+\.\d+)/.exec(version)?.[1];
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(built ?? release);
  if (!match) return [];
  const numbers: KernelVersion = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  return BUGS.filter((bug) => bug.mayHave(numbers)).map(({ text }) => text);
}

function atLeast(version: KernelVersion, other: KernelVersion): boolean {
  for (const [index, part] of version.entries()) {
    const difference = part - (other[index] as number);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function isLine(version: KernelVersion, major: number, minor: number): boolean {
  return version[0] === major && version[1] === minor;
}
