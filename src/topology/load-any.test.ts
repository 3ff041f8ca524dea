import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { shippedScenarios } from "../../tests/helpers/shipped.js";
import { loadScenario } from "./load.js";

const folder = mkdtempSync(join(tmpdir(), "anycast-shift-load-"));
const file = join(folder, "case.yaml");

afterAll(() => rmSync(folder, { recursive: true }));

const texts = shippedScenarios().map((shipped) => readFileSync(shipped, "utf8"));

/** What a keyboard does to a file: pieces cut out, moved, doubled, and stray characters. */
const slips = fc.array(
  fc.record({
    at: fc.nat(),
    cut: fc.nat(30),
    insert: fc.oneof(
      fc.string({ maxLength: 8, unit: "binary" }),
      fc.constantFrom(
        "\n",
        "  ",
        ": ",
        "- ",
        "{",
        "[",
        "&a ",
        "*a",
        "!!x ",
        "null",
        "0",
        "-1",
        "1e999",
      ),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

function spoil(text: string, edits: { at: number; cut: number; insert: string }[]): string {
  return edits.reduce((now, { at, cut, insert }) => {
    const place = at % (now.length + 1);
    return now.slice(0, place) + insert + now.slice(place + cut);
  }, text);
}

describe("loadScenario", () => {
  it("answers any file with a scenario or with errors that have a code and a place, and never throws", () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), slips, (text, edits) => {
        writeFileSync(file, spoil(text, edits));
        const loaded = loadScenario(file, "topologies");
        if (!Array.isArray(loaded)) return;
        expect(loaded.length).toBeGreaterThan(0);
        for (const error of loaded) {
          expect(error.code).toMatch(/^E_SCENARIO_(SYNTAX|SCHEMA|REF)$/);
          expect(error.place?.line).toBeGreaterThan(0);
          expect(error.message).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
