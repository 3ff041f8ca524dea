// What TTLs and hop limits begin with, where nobody has set them.

/** Linux and BSD. */
export const UNIX = 64;
export const WINDOWS = 128;
/** Most routers. */
export const ROUTER = 255;
