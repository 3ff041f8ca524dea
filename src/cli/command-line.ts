/** The command that this process is, as documents tell it. */
export function commandLine(): string {
  return ["anycast-shift", ...process.argv.slice(2)].join(" ");
}
