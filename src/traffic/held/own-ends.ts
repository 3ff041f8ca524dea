import { parseEndpoint, ShiftError } from "../../core/index.js";
import type { HeldTraffic } from "../../scenario/index.js";
import { nodeOf, poolAddress, unicastOf } from "../../topology/index.js";
import type { TrafficContext } from "../traffic.js";
import type { OwnEnd } from "./protocol.js";

/**
 * The origin's end of each connection: ports that nobody has used, those that another traffic's connections have left, or
 * none that is chosen here.
 * @throws ShiftError E_TRAFFIC when too few of those were reset.
 */
export function ownEnds(origin: string, traffic: HeldTraffic, context: TrafficContext): OwnEnd[] {
  const { count, portsOf, sources } = traffic;
  if (sources === "unbound") return new Array<OwnEnd>(count).fill(null);
  if (portsOf !== undefined) return endsLeft(origin, traffic, portsOf, context);
  const { running, family, ports } = context;
  const node = nodeOf(running.spec.lab, origin);
  return ports.take(origin, count).map((port, index) => ({
    address: sources === "many" ? poolAddress(node, family, index) : unicastOf(node, family),
    port,
  }));
}

// Only a reset leaves a port to others: of a connection that stalled the origin keeps the socket.
function endsLeft(
  origin: string,
  { id, count }: HeldTraffic,
  portsOf: string,
  { soFar }: TrafficContext,
): OwnEnd[] {
  const left = soFar(portsOf)
    .filter((record) => record.origin === origin && record.said === "reset")
    .flatMap(({ client = "" }) => parseEndpoint(client) ?? []);
  if (left.length < count) {
    throw new ShiftError({
      code: "E_TRAFFIC",
      message: `"${id}" needs ${count} ports of "${portsOf}" at ${origin}, where ${left.length} of its connections were reset`,
      hint: `lower the count of "${id}", or open it after more of "${portsOf}" have broken`,
    });
  }
  return left.slice(0, count);
}
