/** The ways in which a connection is lost, worst first. */
export const LOSSES = ["own", "collateral", "stalled"] as const;

/** What can become of a connection, worst first. */
export const FATES = [...LOSSES, "survived"] as const;
export type Fate = (typeof FATES)[number];
