import { endingRst, type PacketFact } from "../analysis/index.js";
import { addressOf, groupBy } from "../core/index.js";
import type { JudgedConnection } from "./correlate.js";
import type { Ladder } from "./document.js";
import { atAllDevices, nearest } from "./points.js";

const HEAD = 8;
const TAIL = 12;
/** Steps before the server's RST: what it answers, and what came of it, stay on both sides of it. */
const BEFORE_RESET = 7;
const UNKNOWN = { id: "unknown", label: "Unknown sender" };
const ORDINALS = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];

/**
 * A connection's packets as arrows between its origin and its devices, alike ones folded. Of a long one its beginning is
 * drawn, and its end: what happened until the server's RST, or the last packets.
 */
export function ladderOf(title: string, connection: JudgedConnection): Ladder {
  const { result, packets } = connection;
  const deviceOf = deviceFinder(connection);
  const all = fold(packets.map((packet) => step(packet, deviceOf(packet), result)));
  const drawn = telling(all, packets[endingRst(packets, result.reset)]);
  return {
    title,
    client: result.client,
    server: result.server,
    lifelines: [
      { id: "origin", label: `Origin (${connection.origin})` },
      ...result.devices.map((device, index) => ({
        id: device,
        label: `DestDevice${ORDINALS[index] ?? index + 1} (${device})`,
      })),
      ...(all.some(({ from }) => from === UNKNOWN.id) ? [UNKNOWN] : []),
    ],
    ...drawn,
    omitted: packetsOf(all) - packetsOf(drawn.steps),
  };
}

function telling(
  all: Ladder["steps"],
  ending: PacketFact | undefined,
): Pick<Ladder, "steps" | "omittedAfter"> {
  if (all.length <= HEAD + TAIL) return { steps: all };
  const last = all.length - TAIL;
  const isServers = ({ to, flags }: Ladder["steps"][number]) =>
    to === "origin" && flags.includes("R");
  // It may be folded with earlier ones.
  const reset = ending
    ? all.findLastIndex((one) => isServers(one) && BigInt(one.wallNs) <= ending.ns)
    : all.findIndex(isServers);
  const from = reset < 0 ? last : Math.min(last, Math.max(HEAD, reset - BEFORE_RESET));
  return {
    steps: [...all.slice(0, HEAD), ...all.slice(from, from + TAIL)],
    omittedAfter: [...(from > HEAD ? [HEAD] : []), ...(from < last ? [HEAD + TAIL] : [])],
  };
}

function packetsOf(steps: Ladder["steps"]): number {
  return steps.reduce((sum, { times }) => sum + times, 0);
}

function step(
  packet: PacketFact,
  device: string,
  ends: { client: string; server: string },
): Ladder["steps"][number] {
  return {
    wallNs: String(packet.ns),
    from: packet.dir === ">" ? "origin" : device,
    to: packet.dir === ">" ? device : "origin",
    flags: `[${packet.flags}]`,
    length: packet.length,
    ttl: packet.ttl,
    line: tcpdumpLine(packet, ends),
    times: 1,
  };
}

// Finds the device that received or sent a very packet. One that reached no device is drawn to nowhere, at the origin;
// one that no device sent comes from somewhere on the path.
function deviceFinder({ atDevice }: JudgedConnection): (packet: PacketFact) => string {
  const looks = ({ dir, seq, ack, flags, length }: PacketFact) =>
    `${dir} ${seq} ${ack} ${flags} ${length}`;
  const sightings = groupBy(atAllDevices(atDevice), ({ packet }) => looks(packet));
  return (packet) => {
    const alike = sightings.get(looks(packet)) ?? [];
    const nowhere = packet.dir === ">" ? "origin" : UNKNOWN.id;
    return nearest(alike, ({ ns }) => ns, packet.ns)?.device ?? nowhere;
  };
}

function fold(steps: Ladder["steps"]): Ladder["steps"] {
  const folded: Ladder["steps"] = [];
  for (const next of steps) {
    const last = folded.at(-1);
    if (
      last &&
      last.from === next.from &&
      last.to === next.to &&
      last.flags === next.flags &&
      last.ttl === next.ttl
    )
      last.times++;
    else folded.push({ ...next });
  }
  return folded;
}

/** A packet as `tcpdump -nn` prints it, with absolute sequence numbers (`-S`) and the TTL in front. */
function tcpdumpLine(
  packet: PacketFact,
  { client, server }: { client: string; server: string },
): string {
  const [from, to] = packet.dir === ">" ? [client, server] : [server, client];
  const dotted = (endpoint: string) => {
    const port = endpoint.slice(endpoint.lastIndexOf(":") + 1);
    return `${addressOf(endpoint)}.${port}`;
  };
  const time = new Date(Number(packet.ns / 1_000_000n)).toISOString().slice(11, 19);
  const micros = String((packet.ns / 1000n) % 1_000_000n).padStart(6, "0");
  const ip = client.startsWith("[")
    ? `IP6 (hlim ${packet.ttl})`
    : `IP (ttl ${packet.ttl}, id ${packet.ipId})`;
  const range =
    packet.length > 0
      ? `seq ${packet.seq}:${(packet.seq + packet.length) % 2 ** 32}`
      : `seq ${packet.seq}`;
  const ack = packet.flags.includes(".") ? `, ack ${packet.ack}` : "";
  return `${time}.${micros} ${ip} ${dotted(from)} > ${dotted(to)}: Flags [${packet.flags}], ${range}${ack}, win ${packet.window}, length ${packet.length}`;
}
