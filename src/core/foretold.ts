/** Stands in an oracle's record for the device of a connection of which nothing is foretold. */
export const NOT_FORETOLD = "?";
