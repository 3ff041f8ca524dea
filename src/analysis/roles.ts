/** Ports below this are assigned by IANA for services that a host's administrator starts (RFC 6335 section 6). */
const SYSTEM_PORTS_END = 1024;
/** Where Linux begins to take client ports (ip_local_port_range). */
const EPHEMERAL_PORTS = 32768;

/** How much a port looks like a server's: 3 named by the user, 2 a system port, 1 below the ephemeral ones, 0 not. */
export function likelyServerRank(port: number, servicePorts: ReadonlySet<number>): number {
  if (servicePorts.has(port)) return 3;
  if (port < SYSTEM_PORTS_END) return 2;
  return port < EPHEMERAL_PORTS ? 1 : 0;
}
