/** The client's end of a connection to the anycast address: all that a hop's choice depends on. */
export interface Flow {
  /** Address in the lab's own notation. */
  source: string;
  sourcePort: number;
}

/**
 * How a hop chooses a connection's member while a condition is in force, as far as it is not the kernel's next-hop
 * group alone: by a packet mark that nft computes and `ip rule` then routes by, or in a way that nothing can foretell.
 */
export type HopChoice = { node: string } & (
  | {
      /** The mark that the connection's packets get now; undefined where they get none. */
      markOf(flow: Flow): number | undefined;
    }
  | {
      /** Why nobody can say which member a connection takes, as a sentence without its subject. */
      unpredictable: string;
    }
);
