import { readSysctl, setSysctl } from "../driver/index.js";
import { HASH_SEED } from "../topology/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";

/**
 * Gives a hop's kernel another seed for the hash by which it chooses next hops, of IPv6 as well (include/net/ip_fib.h,
 * fib_multipath_hash_from_keys).
 */
export async function reseedHop(context: EventContext, node: string): Promise<void> {
  const shell = context.running.node(node);
  // Every seed spreads connections independently of any other; 0 alone means the one that all of this host share.
  const seed = (Number(await readSysctl(shell, HASH_SEED)) % 0xffff_ffff) + 1;
  await carryOut(context, { event: "reseed", target: node }, () =>
    setSysctl(shell, context.scope, HASH_SEED, seed),
  );
}
