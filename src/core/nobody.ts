/** User and group of programs that need no privilege, as traffic does. */
export const NOBODY = 65_534;
