// What dockerd, containerlab and their clients take for options, even for the name of a lab; and the mark of a run, which
// not everything that a run starts belongs to.
const OPTIONS = /^(?:CLAB_|DOCKER_|ANYCAST_SHIFT_RUN$)/;

/** This process's environment without options for Docker and containerlab: whoever starts them gives all that count. */
export function environmentForTools(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || OPTIONS.test(name) ? [] : [[name, value]],
    ),
  );
}
