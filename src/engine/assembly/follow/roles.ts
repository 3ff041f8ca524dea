import { hasBit, setBit } from "./bits";

/** Ports below this are assigned by IANA for services that a host's administrator starts (RFC 6335 section 6). */
const SYSTEM_PORTS_END: i32 = 1024;
/** NFS: its clients take system ports (kernel net/sunrpc/xprtsock.c, min_resvport). */
const NFS_PORT: i32 = 2049;
/** Where Linux begins to take client ports (ip_local_port_range). */
const EPHEMERAL_PORTS: i32 = 32768;
/** Rank from which a port is believed to be a server's without seeing who opened. */
export const WELL_KNOWN_RANK: i32 = 2;

/** One bit for each port that the user named. */
const named: usize = memory.data(65536 / 8);

/** Takes a port, 0 to 65,535, for a server's from now on. */
export function nameServicePort(port: i32): void {
  setBit(named, port);
}

/** How much a port looks like a server's: 3 named by the user, 2 a system port or NFS, 1 below the ephemeral ones, 0 not. */
export function serverRank(port: i32): i32 {
  if (hasBit(named, port)) return 3;
  if (port < SYSTEM_PORTS_END || port === NFS_PORT) return 2;
  return port < EPHEMERAL_PORTS ? 1 : 0;
}
