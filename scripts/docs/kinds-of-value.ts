/** What the titles of values in the schema stand for; every one that the schema uses has an entry. */
export const KINDS_OF_VALUE: Record<string, string> = {
  duration: "A number with its unit, `ms`, `s` or `m`: `250ms`, `1.5s`, `2m`. At most `60m`.",
  size: "A number with its unit, `B`, `kB`, `MB` or `GB` (powers of 1000), and above 0: `900B`, `64kB`, `4MB`. At most `10GB`.",
  node: "The name of any node of the topology. Counted nodes are named with their number: `origin1`, `dest3`.",
  hop: "The name of a router. Where a hop spreads traffic, it must have two ways or more to the anycast address.",
  origin: "The name of a node that opens connections.",
  link: "Two neighbours: `[hop2, hop3a]`. Their order counts where the meaning says so.",
  "member-link":
    "A [link](#link); or the ECMP hop and `first`, `middle` or `last`, by the place in its next-hop group: `[hop2, last]`.",
  target: "`anycast`, or the name of a device: its own unicast address.",
  device:
    "The name of a device, or a word for one: `serving`, the device that answered the first connection of a download, keep-alive or held traffic; `withdrawn`, the one that withdrew last; `first`, `middle` or `last`, by its place in the next-hop group of the ECMP hop.",
  "returning-device":
    "The name of a device, or a word for one: `serving` or `withdrawn`, as for a [device](#device).",
  traffic: "The id of traffic in the same scenario.",
};
