/** Folders where a host keeps programs, those of the administrator included, whatever the caller's own PATH is. */
export const NODE_FOLDERS = [
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
];

/** The PATH of nodes. */
export const NODE_PATH = NODE_FOLDERS.join(":");
