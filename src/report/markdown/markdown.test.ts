import { expect, it } from "vitest";
import { goldenText } from "../fixtures/golden.js";
import { hostile } from "../fixtures/hostile.js";
import { RUN_DOCUMENT } from "../fixtures/run-document.js";
import { renderMarkdown } from "./markdown.js";

it("shows every case with its evidence and its ladders", async () => {
  const markdown = renderMarkdown(RUN_DOCUMENT);
  expect(markdown).toBe(await goldenText("report.md", markdown));
});

it("says of a run without a case what went wrong, a line each, and by what it was judged again", () => {
  const markdown = renderMarkdown({
    ...RUN_DOCUMENT,
    judgedAgain: { at: "2025-11-25T08:00:00.000Z", program: "1.2.3" },
    cases: [],
    errors: [
      { code: "E_NODE_DIED", message: "hop2 ended" },
      { code: "E_CLEANUP", message: "hop2 is there", hint: "remove it" },
    ],
  });
  const [, about, ...rest] = markdown.split("\n\n");
  expect(about).toMatch(/ Judged again 2025-11-25T08:\S*00\.000Z by `1\.2\.3`\.$/);
  expect(rest.slice(0, 3)).toEqual([
    "No case was run.",
    "## Errors of the run",
    "- `E_NODE_DIED` hop2 ended\n- `E_CLEANUP` hop2 is there Hint: remove it",
  ]);
});

it("keeps its lines, cells and fences whatever names contain", () => {
  const tainted = renderMarkdown(hostile(RUN_DOCUMENT, "\n```\n# x\n| a | b |\n~~~ `\\|` "));
  expect(shape(tainted)).toEqual(shape(renderMarkdown(RUN_DOCUMENT)));
});

it("lets no HTML, link or mention through outside of code", () => {
  const payload = "<script>alert(1)</script> [a](javascript:b) ![c](d) https://e.example @f";
  const prose = renderMarkdown(hostile(RUN_DOCUMENT, payload))
    .replace(/^```[\s\S]*?^```$/gm, "")
    .replace(/`[^`]*`/g, "");
  expect(prose).toContain("alert(1)");
  expect(prose.replaceAll("<!-- -->", "")).not.toContain("<");
  expect(prose).not.toMatch(/[^\\]\]\(|https:|@f/);
});

/** What each line is, and how many cells it has. */
function shape(markdown: string): string[] {
  return markdown.split("\n").map((line) => {
    const start =
      /^(#+ |- |\| |`{3,}[^`]*$| {2}Note| {2}P\d)?/.exec(line)?.[0].replace(/`{3,}/, "```") ?? "";
    const bars = line.startsWith("|") ? line.replace(/\\./g, "").split("|").length : 0;
    return `${start}${bars}`;
  });
}
