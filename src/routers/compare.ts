/** Lines that vtysh adds from the daemons' environment: they say nothing about what frr.conf asked for. */
const ENVIRONMENT = [
  /^frr version /,
  // The other profile, datacenter, changes timers and defaults, and is reported.
  /^frr defaults traditional$/,
  // bgpd prints the name from frr.conf, vtysh the host's beside it.
  /^hostname /,
  /^log /,
  /^service integrated-vtysh-config$/,
  // What zebra found in the sysctls when it started.
  /^(no )?ip(v6)? forwarding$/,
];

const NO_CONTENT = new Set(["", "!", "end", "exit", "exit-address-family"]);
const BANNER_END = /^Current configuration:\s*$/m;

/**
 * What differs between an frr.conf and what `vtysh -c "show running-config"` answers; empty when they agree.
 *
 * FRR skips a line that it rejects and goes on, so a router may run less than was meant. Blocks and the lines in them
 * come back in another order: each line is compared within its block, whatever its place. A block that is missing or
 * extra as a whole is named once.
 */
export function compareConfig(intended: string, running: string): string[] {
  const meant = configLines(intended);
  const seen = configLines(withoutBanner(running));
  return [
    ...onlyIn(meant, seen).map((line) => `missing: ${line}`),
    ...onlyIn(seen, meant)
      .filter((line) => !ENVIRONMENT.some((known) => known.test(line)))
      .map((line) => `extra: ${line}`),
  ];
}

const BLOCK = " / ";

/** Every line with the headers of its blocks before it, to the key of its block. */
function configLines(text: string): Map<string, string> {
  const lines = new Map<string, string>();
  const open: { indent: number; key: string }[] = [];
  for (const raw of text.split("\n")) {
    const content = raw.trim().replace(/\s+/g, " ");
    if (NO_CONTENT.has(content)) continue;
    const indent = raw.length - raw.trimStart().length;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const block = open.at(-1)?.key ?? "";
    const key = block === "" ? content : `${block}${BLOCK}${content}`;
    lines.set(key, block);
    open.push({ indent, key });
  }
  return lines;
}

function withoutBanner(running: string): string {
  const banner = BANNER_END.exec(running);
  return banner ? running.slice(banner.index + banner[0].length) : running;
}

// The lines below a header that is absent are left out: the header stands for them.
function onlyIn(lines: Map<string, string>, others: Map<string, string>): string[] {
  return [...lines]
    .filter(([key, block]) => !others.has(key) && (block === "" || others.has(block)))
    .map(([key]) => key);
}
