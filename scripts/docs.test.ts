import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  causes,
  cellScenario,
  findCause,
  findMitigation,
  mitigations,
  usualFamily,
  whyNot,
} from "../src/catalogue/index.js";
import { ERROR_CODES, FATES, type Family, percent } from "../src/core/index.js";
import { theoryOf } from "../src/matrix/index.js";
import { KINDS_OF_VALUE } from "./docs/kinds-of-value.js";
import { generatedDocs } from "./docs/pages.js";

const docs = generatedDocs();

/** The anchor that GitHub gives to a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

/** The rows of measured cells on a page, each with the theory that stands beside its counts. */
function measuredCells(page: string) {
  const rows = readFileSync(page, "utf8").matchAll(
    /^\| (\S+) \| (\S+) \| (\d+) \| IPv([46]) \| (.+) \| [a-z ]+ \|$/gm,
  );
  return [...rows].map(([, cause = "", mitigation = "", members, family, counts = ""]) => ({
    spec: {
      cause: findCause(cause),
      mitigation: mitigation === "none" ? undefined : findMitigation(mitigation),
      cell: { members: Number(members), family: Number(family) as Family, connections: 200 },
    },
    theory: [...counts.matchAll(/\((.+?)\)/g)].map(([, share]) => share),
  }));
}

/** What a page links to and is not there, as `page: link`. */
function deadLinksOf(page: string): string[] {
  const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^()\s]+)\)/g)];
  return links.flatMap(([, link = ""]) => {
    const [file, anchor] = link.split("#");
    const target = file ? join(dirname(page), file) : page;
    const isThere = existsSync(target) && (anchor === undefined || headingsOf(target).has(anchor));
    return isThere ? [] : [`${page}: ${link}`];
  });
}

/** The anchors of a page. */
function headingsOf(page: string): Set<string> {
  const headings = readFileSync(page, "utf8").matchAll(/^#+ (.+)$/gm);
  return new Set([...headings].map(([, heading = ""]) => anchorOf(heading)));
}

describe("docs", () => {
  it.each([...docs.keys()])("%s is current (make golden writes it anew)", (file) => {
    const text = docs.get(file) as string;
    if (process.env.GOLDEN !== undefined) writeFileSync(file, text);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it.each(["docs/causes", "docs/mitigations"])("in %s are of something that exists", (folder) => {
    const pages = readdirSync(folder).map((name) => `${folder}/${name}`);
    expect(pages.filter((page) => !docs.has(page))).toEqual([]);
  });

  it("have beside what was measured the theory of now, and none where a cell makes no sense", () => {
    const cells = causes.flatMap(({ id }) => measuredCells(`docs/causes/${id}.md`));
    expect(cells.length).toBeGreaterThan(causes.length * mitigations.length);
    for (const { spec, theory } of cells) {
      const { cause, mitigation, cell } = spec;
      const now = theoryOf(spec);
      expect(theory, `${cause.id} ${mitigation?.id}`).toEqual(
        whyNot(cause, mitigation, cell) ? [] : FATES.map((fate) => percent(now[fate])),
      );
    }
  });

  it("have one line for every error code", () => {
    const lines = readFileSync("docs/errors.md", "utf8").split("\n");
    for (const code of Object.keys(ERROR_CODES)) {
      expect(lines.filter((line) => line.startsWith(`| \`${code}\` |`))).toHaveLength(1);
    }
  });

  it("have the page and the heading of every link", () => {
    const names = readdirSync("docs", { recursive: true, encoding: "utf8" });
    const pages = names.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`);
    expect([...pages, "README.md"].flatMap(deadLinksOf)).toEqual([]);
  });

  it("tell of no kind of entry that stands in no scenario, shipped or of the catalogue", () => {
    const shipped = readdirSync("scenarios", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => readFileSync(`scenarios/${file}`, "utf8"));
    const cells = causes.flatMap((cause) =>
      [undefined, ...mitigations].map((mitigation) =>
        cellScenario(cause, mitigation, { members: 3, family: usualFamily(cause), connections: 1 }),
      ),
    );
    const inUse = `${shipped.join("\n")}${JSON.stringify(cells).replace(/"(\w+)":"/g, '$1: "')}`;
    const page = docs.get("docs/scenario.md") as string;
    const kinds = [...page.matchAll(/^### (kind|do|that): (\S+)$/gm)].map(([, key, kind]) => ({
      key,
      kind,
    }));
    expect(kinds.length).toBeGreaterThan(40);
    expect(
      kinds.filter(({ key, kind }) => !new RegExp(`\\b${key}: "?${kind}\\b(?!-)`).test(inUse)),
    ).toEqual([]);
  });

  it("explain every kind of value that a key links to, and no other", () => {
    const page = docs.get("docs/scenario.md") as string;
    const linked = [...page.matchAll(/\]\(#([a-z-]+)\)/g)].map(([, kind]) => kind);
    expect([...new Set(linked)].sort()).toEqual(Object.keys(KINDS_OF_VALUE).sort());
  });
});
