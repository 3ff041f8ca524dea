import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("..", import.meta.url));
// What decides a cell's result. Causes and mitigations themselves are not among it: what they do stands in the text of
// the cell's scenario.
const ROOMS = ["core", "topology", "routers", "driver", "traffic", "events", "capture", "run"];
const JUDGES = ["catalogue/conditions", "packet", "analysis", "verdict"];

/** Hash of the code that runs and judges cells, as it stands on disk: a result of other code is no result of this. */
export function codeHash(): string {
  const hash = createHash("sha256");
  for (const room of [...ROOMS, ...JUDGES]) {
    const files = readdirSync(join(SOURCE, room), { recursive: true, encoding: "utf8" });
    for (const file of files.filter(isCode).sort())
      hash.update(file).update(readFileSync(join(SOURCE, room, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

function isCode(file: string): boolean {
  return /\.[jt]sx?$/.test(file) && !/(\.d\.ts|\.test\.tsx?)$/.test(file);
}
