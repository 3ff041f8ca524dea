import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeWhole } from "../disk/index.js";
import type { Scenario } from "../scenario/index.js";
import type { Lab } from "../topology/index.js";
import { byFate } from "../verdict/index.js";
import { userViewSchema } from "./document.js";

/** What one run of a cell came to, as it is kept. */
const cellRunSchema = z.strictObject({
  counts: byFate(z.number()).nullable().describe("null where the fate of a connection is open"),
  doubts: z.array(z.string()),
  missed: z.array(z.string()),
  user: userViewSchema.optional(),
  seconds: z.number(),
  folder: z.string().describe("run folder"),
  case: z.string().describe("case in that run"),
});
export type CellRun = z.infer<typeof cellRunSchema>;

/** What a result depends on: with any of it changed, the cell is run again. */
export interface CellKey {
  /** Name of the case, for people who look into the folder. */
  id: string;
  /** The scenario as read. */
  scenario: Scenario;
  /** Its topology as built: the scenario only names it. */
  lab: Lab;
  /** Version and code of this program. */
  program: string;
  kernel: string;
  driver: string;
}

/** Results of cells, one JSON file each, so that a matrix that was stopped goes on where it was. */
export class CellStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What is known of a cell; undefined when it was never run so, or its file is not whole. */
  get(key: CellKey): CellRun | undefined {
    try {
      return cellRunSchema.safeParse(JSON.parse(readFileSync(this.#file(key), "utf8"))).data;
    } catch {
      return undefined;
    }
  }

  /** Keeps the result of a cell. @throws ShiftError E_DISK. */
  put(key: CellKey, run: CellRun): void {
    writeWhole(this.#file(key), `${JSON.stringify(run, null, 1)}\n`);
  }

  #file({ id, ...inputs }: CellKey): string {
    const hash = createHash("sha256")
      .update(JSON.stringify(Object.values(inputs)))
      .digest("hex");
    return join(this.#folder, `${id}.${hash.slice(0, 16)}.json`);
  }
}
