/** A file of the run folder, as a link beside the report; only as text when the path leads out of the folder. */
export function FileLink({ path }: { path: string }) {
  const href = relativeHref(path);
  return href === undefined ? <code>{path}</code> : <a href={href}>{path}</a>;
}

/** A path below the run folder as a URL that cannot carry a scheme; undefined for any other path. */
export function relativeHref(path: string): string | undefined {
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return undefined;
  return `./${encodedPath(path)}`;
}

/** A relative path as a URL that carries no scheme. */
export function encodedPath(path: string): string {
  // A lone surrogate has no UTF-8, and encodeURIComponent throws on it.
  const whole = path.replace(/\p{Surrogate}/gu, "\ufffd");
  return whole.split("/").map(encodeURIComponent).join("/");
}
