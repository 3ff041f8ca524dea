/** IP version. */
export type Family = 4 | 6;
export const FAMILIES: readonly Family[] = [4, 6];

/** An address as it stands in a URL, or in front of a port: that of IPv6 in brackets (RFC 3986 section 3.2.2). */
export function urlHost(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

/** `ip:port`, or `[ip6]:port` (RFC 5952 section 6); with the empty text for a port, what stands before it. */
export function formatEndpoint(address: string, port: number | string): string {
  return `${urlHost(address)}:${port}`;
}

/** The address and port of `ip:port` or `[ip6]:port`; undefined when the text is neither. */
export function parseEndpoint(text: string): { address: string; port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text);
  if (!match) return undefined;
  return { address: (match[1] ?? match[2]) as string, port: Number(match[3]) };
}

/** The address of an `ip:port` or `[ip6]:port`, without a look at what it is. */
export function addressOf(endpoint: string): string {
  return endpoint.slice(0, endpoint.lastIndexOf(":")).replace(/^\[|\]$/g, "");
}

/** The family of an address in text form. */
export function familyOf(address: string): Family {
  return address.includes(":") ? 6 : 4;
}
