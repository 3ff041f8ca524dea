import type { PacketFact } from "../analysis/index.js";
import type { JudgedConnection } from "./correlate.js";
import type { Ladder } from "./document.js";

const HEAD = 8;
const TAIL = 12;
const ORDINALS = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];

/** A connection's packets as arrows between its origin and its devices, alike ones folded and a long middle left out. */
export function ladderOf(title: string, connection: JudgedConnection): Ladder {
  const { result, packets } = connection;
  const all = fold(packets.map((packet) => step(packet, connection)));
  const omitted = all.length > HEAD + TAIL ? all.slice(HEAD, -TAIL).reduce((sum, { times }) => sum + times, 0) : 0;
  return {
    title,
    client: result.client,
    server: result.server,
    lifelines: [
      { id: "origin", label: `Origin (${connection.origin})` },
      ...result.devices.map((device, index) => ({ id: device, label: `DestDevice${ORDINALS[index] ?? index + 1} (${device})` })),
    ],
    steps: omitted > 0 ? [...all.slice(0, HEAD), ...all.slice(-TAIL)] : all,
    omitted,
  };
}

function step(packet: PacketFact, connection: JudgedConnection): Ladder["steps"][number] {
  const device = deviceOf(packet, connection);
  return {
    wallNs: String(packet.ns),
    from: packet.dir === ">" ? "origin" : device,
    to: packet.dir === ">" ? device : "origin",
    flags: `[${packet.flags}]`,
    length: packet.length,
    ttl: packet.ttl,
    line: tcpdumpLine(packet, connection.result),
    times: 1,
  };
}

// The device that received or sent this very packet; one that reached no device is drawn to the first.
function deviceOf(packet: PacketFact, { atDevice, result }: JudgedConnection): string {
  const same = ({ dir, seq, ack, flags, length }: PacketFact) =>
    dir === packet.dir && seq === packet.seq && ack === packet.ack && flags === packet.flags && length === packet.length;
  const distance = (other: PacketFact) => (other.ns > packet.ns ? other.ns - packet.ns : packet.ns - other.ns);
  const candidates = [...atDevice].flatMap(([device, there]) =>
    there.filter(same).map((other) => ({ device, distance: distance(other) })),
  );
  candidates.sort((a, b) => (a.distance < b.distance ? -1 : 1));
  return candidates[0]?.device ?? result.devices[0] ?? "origin";
}

function fold(steps: Ladder["steps"]): Ladder["steps"] {
  const folded: Ladder["steps"] = [];
  for (const next of steps) {
    const last = folded.at(-1);
    if (last && last.from === next.from && last.to === next.to && last.flags === next.flags && last.ttl === next.ttl) last.times++;
    else folded.push({ ...next });
  }
  return folded;
}

/** A packet as `tcpdump -nn` prints it, with absolute sequence numbers (`-S`) and the TTL in front. */
function tcpdumpLine(packet: PacketFact, { client, server }: { client: string; server: string }): string {
  const [from, to] = packet.dir === ">" ? [client, server] : [server, client];
  const dotted = (endpoint: string) => {
    const at = endpoint.lastIndexOf(":");
    return `${endpoint.slice(0, at).replace(/^\[|\]$/g, "")}.${endpoint.slice(at + 1)}`;
  };
  const time = new Date(Number(packet.ns / 1_000_000n)).toISOString().slice(11, 19);
  const micros = String((packet.ns / 1000n) % 1_000_000n).padStart(6, "0");
  const ip = client.startsWith("[") ? `IP6 (hlim ${packet.ttl})` : `IP (ttl ${packet.ttl}, id ${packet.ipId})`;
  const range = packet.length > 0 ? `seq ${packet.seq}:${(packet.seq + packet.length) % 2 ** 32}` : `seq ${packet.seq}`;
  const ack = packet.flags.includes(".") ? `, ack ${packet.ack}` : "";
  return `${time}.${micros} ${ip} ${dotted(from)} > ${dotted(to)}: Flags [${packet.flags}], ${range}${ack}, win ${packet.window}, length ${packet.length}`;
}
