/**
 * Says on standard error where a run folder is, where standard output is for its document: the document does not know, for
 * its folder may be copied.
 */
export function tellFolder(folder: string): void {
  process.stderr.write(`run folder: ${folder}\n`);
}
