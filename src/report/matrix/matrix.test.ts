import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { matrixFixture } from "../../matrix/fixtures/cells.js";
import { renderMatrixCsv } from "./csv.js";
import { renderMatrixMarkdown } from "./markdown.js";
import { renderMatrixHtml } from "./page.js";
import { lostInterval } from "./readings.js";
import { matrixScreen } from "./terminal.js";

const document = matrixFixture();
const page = parseHTML(renderMatrixHtml(document, () => undefined)).document;

test("the heat table has a row for each cause and a column for each mitigation", () => {
  const rows = [...page.querySelectorAll("table.heat tbody tr")];
  expect(rows.map((row) => row.querySelectorAll("td").length)).toEqual([3, 3]);
  const [none, resilient, other] = [...(rows[0]?.querySelectorAll("td") ?? [])];
  expect(none?.textContent).toBe("49.5 % ✓66 / 33 / 0 of 200theory 50.0 %");
  expect(resilient?.textContent).toContain("33.5 % ✓");
  expect(other?.textContent).toContain("63.5 % ▼ worse");
  expect(other?.getAttribute("title")).toMatch(/^67 own, theory 66\.7; 60 collateral/);
  expect(rows[0]?.querySelector("th")?.textContent).toBe(
    `withdraw-first${document.causes[0]?.name}`,
  );
});

test("colour goes from green to red with what is lost, and what proves nothing has none", () => {
  const hues = [...page.querySelectorAll("td.lost")].map((cell) =>
    Number(/--hue: (\d+)/.exec(cell.getAttribute("style") ?? "")?.[1]),
  );
  expect(hues).toEqual([71, 93, 51, 70, Number.NaN]);
  const classes = [...page.querySelectorAll("td.lost")].map((cell) => cell.className);
  expect(classes.slice(-2)).toEqual(["lost as-expected", "lost inconclusive"]);
});

test("a cell that was not run has no number and no colour", () => {
  const empty = page.querySelectorAll("table.heat td.empty");
  expect([...empty].map(({ textContent }) => textContent)).toEqual(["– not applicable"]);
  expect(empty[0]?.getAttribute("title")).toBe("it is not for this");
});

test("nor has it any theory, in the table of all cells and in CSV", () => {
  const { id } = document.cells.find(({ verdict }) => verdict === "not applicable") ?? {};
  const row = [...page.querySelectorAll("table tr")].find(
    (one) => one.querySelector("a, code")?.textContent === id && one.querySelector("[data-head=p]"),
  );
  expect(row?.querySelector("[data-head=theory]")?.textContent).toBe("–");
  const line = renderMatrixCsv(document)
    .split("\r\n")
    .find((one) => one.includes("not applicable"));
  expect(line).toMatch(/^withdraw-last,other,3,4,200,,,,,,,,,,,,,,,,,,not applicable,/);
});

test("names are text in every output", () => {
  expect(page.querySelector("table.heat b")).toBeNull();
  expect(renderMatrixMarkdown(document)).toContain("another, &lt;b&gt;not&lt;/b&gt; real");
});

test("Markdown gives measured and theory of each cell, and why one is not as expected", () => {
  const text = renderMatrixMarkdown(document);
  expect(text).toContain(
    "| `withdraw-first` | 49.5 % ✓ (50.0 %) | 33.5 % ✓ (33.3 %) | 63.5 % ▼ worse (33.3 %) |",
  );
  expect(text).toContain("| – not applicable |");
  expect(text).toContain(
    "| `withdraw-last--resilient-n3-m200-v4` | inconclusive | a capture lost 3 packets |",
  );
});

test("a bar in an id ends no cell of a Markdown table", () => {
  const ids = [...document.inputs.causes, ...document.inputs.mitigations];
  const text = ids.reduce((now, id) => now.replaceAll(id, `a|${id}`), JSON.stringify(document));
  const tables = renderMatrixMarkdown(JSON.parse(text) as typeof document)
    .trimEnd()
    .split("\n\n")
    .filter((block) => block.startsWith("| "));
  const widths = tables.map((table) =>
    table.split("\n").map((row) => row.split(/(?<!\\)\|/).length),
  );
  expect(widths.map((rows) => new Set(rows).size)).toEqual([1, 1, 1, 1]);
});

test("what the user of a client sees that tries again has a table of its own", () => {
  const heads = [...page.querySelectorAll("table.heat thead th")].map(
    ({ textContent }) => textContent,
  );
  expect(heads).toEqual(["cause", "none", "resilient", "other"]);
  const row = "| `withdraw-first--client-retry-n3-m200-v4` | 18 of 40 | 40 of 40 ✓ | 21 |";
  expect(renderMatrixMarkdown(document)).toContain(row);
  expect(page.body.textContent).toContain("withdraw-first--client-retry-n3-m200-v4");
});

test("CSV has a line for each cell, and quotes what has a comma", () => {
  const lines = renderMatrixCsv(document).split("\r\n");
  expect(lines.length).toBe(document.cells.length + 2);
  expect(lines[3]).toMatch(/,worse,2,"?67 own/);
});

test("CSV has each number under its name, shares with six digits", () => {
  const [first] = document.cells;
  if (!first) throw new Error("the fixture has a cell");
  const cell = {
    ...first,
    expected: { own: 1 / 3, collateral: 1 / 6, stalled: 0, survived: 1 / 2 },
    interval: {
      own: [0.27, 0.4],
      collateral: [0.12, 0.22],
      stalled: [0, 0.02],
      survived: [0.44, 0.57],
    },
    p: 0.0125,
    seconds: 2.3456,
    reasons: ["one", "two"],
  } satisfies (typeof document.cells)[number];
  const [head = "", line = ""] = renderMatrixCsv({ ...document, cells: [cell] }).split("\r\n");
  const values = line.split(",");
  expect(Object.fromEntries(head.split(",").map((name, index) => [name, values[index]]))).toEqual({
    ...{ cause: "withdraw-first", mitigation: "none", members: "3", family: "4" },
    ...{ connections: "200", own: "66", collateral: "33", stalled: "0", survived: "101" },
    ...{ expected_own: "0.333333", expected_collateral: "0.166667" },
    ...{ expected_stalled: "0", expected_survived: "0.5" },
    ...{ own_low: "0.27", own_high: "0.4", collateral_low: "0.12", collateral_high: "0.22" },
    ...{ stalled_low: "0", stalled_high: "0.02", survived_low: "0.44", survived_high: "0.57" },
    ...{ p: "0.0125", verdict: "as expected", seconds: "2.35", reasons: "one; two" },
  });
});

test("CSV doubles the quotes of what it quotes", () => {
  const [cell] = document.cells;
  const cells = cell ? [{ ...cell, reasons: ['every connection of "judged": 1, not 2'] }] : [];
  expect(renderMatrixCsv({ ...document, cells })).toContain(
    ',"every connection of ""judged"": 1, not 2"',
  );
});

test("the interval of what is lost is that of what survived, turned round", () => {
  const [cell] = document.cells;
  if (!cell?.interval) throw new Error("the fixture has an interval");
  const interval = { ...cell.interval, survived: [0.1, 0.3] as [number, number] };
  expect(lostInterval({ ...cell, interval })).toBe("70.0–90.0 %");
});

test("a matrix where all is as expected has nothing to read about, and no column that was not asked for", () => {
  const cells = document.cells.filter(
    ({ verdict, mitigation, user }) => verdict === "as expected" && mitigation !== "none" && !user,
  );
  const plain = { ...document, cells };
  const markdown = renderMatrixMarkdown(plain);
  expect(markdown).toContain("\n| cause | `resilient` |");
  expect(markdown.match(/^## .*/gm)).toEqual(["## What a mitigation costs"]);
  const { body } = parseHTML(renderMatrixHtml(plain, () => undefined)).document;
  const captions = [...body.querySelectorAll("caption")].map(({ textContent }) => textContent);
  expect(captions.slice(1)).toEqual([
    "What a mitigation costs",
    "All cells, with links to their captures",
  ]);
  expect(matrixScreen(plain, 200)).not.toContain(": as expected:");
});

test("the table of all cells has each number under its name, and a link to each repetition", () => {
  const [first] = document.cells;
  if (!first?.interval) throw new Error("the fixture has a cell with an interval");
  const interval = { ...first.interval, survived: [0.44, 0.57] as [number, number] };
  const runs = [first.runs, first.runs].flat();
  const cells = [
    { ...first, interval, runs, own: 60, collateral: 30, stalled: 10, survived: 100, p: 0.0125 },
  ];
  const html = renderMatrixHtml({ ...document, cells }, (run) => `./${runs.indexOf(run)}`);
  const row = parseHTML(html).document.querySelector("tr:has([data-head=p])");
  const texts = [...(row?.querySelectorAll("[data-head]") ?? [])].map((cell) => [
    cell.getAttribute("data-head"),
    cell.textContent,
  ]);
  expect(Object.fromEntries(texts)).toEqual({
    ...{ cell: "withdraw-first--none-n3-m200-v4 2", family: "IPv4", verdict: "✓ as expected" },
    ...{ own: "60", collateral: "30", stalled: "10", survived: "100" },
    ...{ lost: "50.0 %", "95 % interval": "43.0–56.0 %", theory: "50.0 %" },
    ...{ p: "0.013", seconds: "2.0" },
  });
  expect([...(row?.querySelectorAll("a") ?? [])].map(({ href }) => href)).toEqual(["./0", "./0"]);
});

test("members and families are told of each row where there are several", () => {
  const inputs = { ...document.inputs, members: [3, 4], families: [4, 6] as (4 | 6)[] };
  const several = { ...document, inputs };
  const markdown = renderMatrixMarkdown(several);
  expect(markdown).toContain("\n| cause | members | family | `none` |");
  expect(markdown).toContain("\n| `withdraw-first` | 3 | IPv4 | 49.5 % ");
  const { body } = parseHTML(renderMatrixHtml(several, () => undefined)).document;
  const [row] = [...body.querySelectorAll("table.heat tbody tr")];
  expect(row?.querySelector("th")?.textContent).toContain("3 members");
  expect(row?.querySelector("th")?.textContent).toContain("IPv4");
});

test("the terminal says what came out and what to read about", () => {
  expect(matrixScreen(document, 200)).toBe(`
lost (theory)          none               resilient                       other
withdraw-first N=3 v4  49.5 % ✓ (50.0 %)  33.5 % ✓ (33.3 %)               63.5 % ▼ worse (33.3 %)
withdraw-last N=3 v4   50.0 % ✓ (50.0 %)  30.0 % ? inconclusive (33.3 %)  – not applicable

What the user sees, where the client tries again: the connections break as without any mitigation:
withdraw-first--client-retry-n3-m200-v4: 40 of 40 transfers arrived whole, 18 broke

withdraw-first--other-n3-m200-v4: worse: 67 own, theory 66.7; 60 collateral, theory 0.0; 0 stalled, theory 0.0; 73 survived, theory 133.3
withdraw-last--resilient-n3-m200-v4: inconclusive: a capture lost 3 packets

7 cells: 4 as expected / 1 worse / 1 inconclusive / 1 not applicable; 2 min 0 s
`);
});

test("a narrow terminal gets the table in blocks, each with the causes, and nothing is cut", () => {
  const tableOf = (columns: number) => {
    const lines = matrixScreen(document, columns).split("\n").slice(1);
    const end = lines.findIndex((line) => line.endsWith(":"));
    return lines.slice(0, end - 1);
  };
  const words = (lines: string[]) => new Set(lines.join("  ").split(/ {2,}/));
  const wide = tableOf(Number.POSITIVE_INFINITY);
  const narrow = tableOf(60);
  expect(Math.max(...wide.map((line) => line.length))).toBeGreaterThan(60);
  expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(words(narrow)).toEqual(words(wide));
  const heads = narrow.filter((line) => line.startsWith("lost (theory)"));
  expect(heads.length).toBeGreaterThan(1);
  expect(narrow.filter((line) => line.startsWith("withdraw-first"))).toHaveLength(heads.length);
});

test("the errors that cells refer to stand in every output for people, as text", () => {
  const errors = [{ code: "E_DEPLOY", message: "no <b>room</b>\u001b[2J\nleft" }];
  const failed = { ...document, errors };
  const { body } = parseHTML(renderMatrixHtml(failed, () => undefined)).document;
  expect(body.querySelector("[aria-label='Errors of the matrix'] li")?.textContent).toMatch(
    /^E_DEPLOY no <b>room<\/b>/,
  );
  expect(renderMatrixMarkdown(failed)).toContain("\n\n## Errors of the matrix\n\n- `E_DEPLOY` no ");
  expect(renderMatrixMarkdown(document)).not.toContain("Errors");
  expect(matrixScreen(failed, 200)).toContain("\nE_DEPLOY: no <b>room</b> [2J left\n");
});

test("the terminal tells a dozen of what to read about, and how many more there are", () => {
  const [cell] = document.cells.filter(({ verdict }) => verdict === "inconclusive");
  if (!cell) throw new Error("the fixture has a cell without a verdict");
  const cells = Array.from({ length: 14 }, () => ({ ...cell, reasons: ["one", "two"] }));
  const told = matrixScreen({ ...document, cells }, 200)
    .split("\n")
    .filter((line) => /: inconclusive: one; two$|more$/.test(line));
  expect(told).toHaveLength(13);
  expect(told.at(-1)).toBe("… and 2 more");
});

test("the terminal shows nothing of a reason that could control it, and counts one cell as one", () => {
  const [cell] = document.cells.filter(({ verdict }) => verdict === "inconclusive");
  const cells = cell ? [{ ...cell, reasons: ["said\u001b[2J\nto"] }] : [];
  const screen = matrixScreen({ ...document, cells }, 200);
  expect(screen).toContain(": inconclusive: said [2J to\n");
  expect(screen).toContain("\n1 cell: 1 inconclusive; ");
});

test("the terminal shows nothing of a cause that could control it, either", () => {
  const cells = document.cells.map((cell) => ({ ...cell, cause: `${cell.cause}\u001b[2J` }));
  expect(matrixScreen({ ...document, cells }, 200)).not.toContain("\u001b");
});

test("one connection a cell is one", () => {
  const inputs = { ...document.inputs, connections: 1 };
  expect(renderMatrixMarkdown({ ...document, inputs })).toContain(", 1 connection a cell;");
});
