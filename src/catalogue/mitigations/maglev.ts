import { maglevTable } from "../bucket-table.js";
import type { Mitigation } from "../mitigation.js";
import { silenced, tableLoss, tableReturn, UNHARMED } from "../theory.js";

const TABLE = maglevTable(65_537);

/** Consistent hashing by a table that any number of routers compute alike, without talking to each other. */
export const maglev: Mitigation = {
  id: "maglev",
  name: "Maglev table",
  about:
    "Each router that chooses a device looks a hash of the connection up in a Maglev table of 65,537 entries. An agent follows BGP and swaps the table atomically when the members change.",
  source: "Eisenbud et al., Maglev (NSDI 2016), sections 3.4 and 5.3",
  cost: "an agent and a table of 65,537 entries at each router; a swap takes a third of a second",
  breaks:
    "a returned device takes its share of connections back, and they break; fragments after the first have no ports and part from it, so that larger segments stall",
  needs: { probes: ["nftables"], members: [2, 8] },
  notFor: () => undefined,
  apply: (plan) => ({ ...plan, balancer: { kind: "balance", by: "maglev", size: 65_537 } }),
  theory: (cause, cell) => {
    switch (cause.kind) {
      case "member-lost":
      case "link-lost":
        return tableLoss(TABLE, cell.members, Math.round(cause.theory(cell).own * cell.members));
      case "member-returned":
        return tableReturn(TABLE, cell.members);
      case "flap":
        // Back with its old name, the member has its old entries again: what rested through the gap is where it was.
        return cause.theory(cell).own > 0 ? tableLoss(TABLE, cell.members) : UNHARMED;
      case "hash-input":
      case "per-packet":
      case "balancer-lost":
      case "reseeded":
        return UNHARMED;
      // First fragments have ports and go to their device, later ones take the kernel's route: neither device has a
      // whole segment to answer.
      case "fragments":
        return silenced(cause.theory(cell));
      // ICMP has no ports and takes the kernel's route; the others are not the table's business.
      case "icmp":
      case "member-silent":
      case "path-moved":
        return undefined;
    }
  },
};
