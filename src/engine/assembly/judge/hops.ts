import * as CONNECTION from "../../connection-bits";
import * as INITIAL_TTL from "../../initial-ttls";
import { Connection } from "../follow/connection";
import { ownTtls, Side } from "../follow/side";
import { hadBothTtls } from "../follow/ways";

const FAR: i32 = 256;

/** Routers between the capture and the nearest place that a side's packets came from. */
export function hopsTo(side: Side): i32 {
  let hops = FAR;
  for (let ttls = ownTtls(side); ttls !== 0; ttls >>>= 8) hops = min(hops, hopsOf(ttls & 0xff));
  return hops;
}

/** The same of the farthest place, copies among the packets: the capture may have a packet's copy alone. */
export function mostHopsTo(side: Side): i32 {
  let hops = 0;
  for (let ttls = side.ttls; ttls !== 0; ttls >>>= 8) {
    if ((ttls & 0xff) !== 0) hops = max(hops, hopsOf(ttls & 0xff));
  }
  return hops;
}

/** Routers that a packet has passed before its capture, by the smallest initial TTL that it can have begun with. */
export function hopsOf(ttl: i32): i32 {
  if (ttl <= INITIAL_TTL.UNIX) return INITIAL_TTL.UNIX - ttl;
  return ttl <= INITIAL_TTL.WINDOWS ? INITIAL_TTL.WINDOWS - ttl : INITIAL_TTL.ROUTER - ttl;
}

/**
 * Whether a server's packets came from several distances, and not only began with another TTL, as where a socket has one of
 * its own (IP_TTL). A SYN proxy stands before the server, and its SYN-ACK came first.
 */
export function hasSeveralDistances(connection: Connection, server: Side): bool {
  let ttls = ownTtls(server);
  if (connection.flags & CONNECTION.PROXIED) ttls >>>= 8;
  const hops = hopsOf(ttls & 0xff);
  for (ttls >>>= 8; ttls !== 0; ttls >>>= 8) {
    if (hopsOf(ttls & 0xff) !== hops) return true;
  }
  return false;
}

/**
 * Whether packets of a server are known to come from the distance of a TTL as well as from that of this connection: within
 * others they came from both.
 */
export function comesFrom(server: Side, ttl: i32): bool {
  for (let ttls = ownTtls(server); ttls !== 0; ttls >>>= 8) {
    if (hadBothTtls(server, ttls & 0xff, ttl)) return true;
  }
  return false;
}
