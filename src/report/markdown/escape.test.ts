import fc from "fast-check";
import { expect, it } from "vitest";
import { cellCode, code, fenced, inline, table } from "./escape.js";

it("takes its power from every sign that Markdown reads", () => {
  const cases: [string, string][] = [
    ["[x](y) *a* _b_ `c`", "\\[x\\](y) \\*a\\* \\_b\\_ \\`c\\`"],
    ["<b>&amp;", "&lt;b&gt;&amp;amp;"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["  # head\n| cell |", "\\# head \\| cell \\|"],
    [
      "https://a.example www.b.example @c",
      "https<!-- -->://a.example www<!-- -->.b.example @<!-- -->c",
    ],
    ["2001:db8:a:1::2 :t_a:", "2001:<!-- -->db8:<!-- -->a:1::2 :<!-- -->t\\_a:"],
    ["12:00:01 :100:1234:", "12:00:01 :<!-- -->100:<!-- -->1234:"],
    ["as foretold: a: b", "as foretold: a: b"],
  ];
  for (const [text, markdown] of cases) expect(inline(text)).toBe(markdown);
});

it("fences code with more backticks than it contains", () => {
  expect(code("a")).toBe("`a`");
  expect(code("a `b` c")).toBe("``a `b` c``");
  expect(code("`")).toBe("`` ` ``");
  expect(code("")).toBe("`  `");
  expect(fenced("text", ["a", "````"])).toBe("`````text\na\n````\n`````");
});

it("keeps a bar inside its cell", () => {
  expect(cellCode("a|b\\|")).toBe("<code>a\\|b\\\\\\|</code>");
  expect(table(["x", "n"], [["a", "1"]], 1)).toBe("| x | n |\n| --- | ---: |\n| a | 1 |");
});

it("stays on one line and inside its fence for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      for (const markdown of [inline(text), code(text), cellCode(text)]) {
        expect(markdown).not.toMatch(/[\n\r\u2028\u2029]/);
      }
      const [fence = "", line = "", end] = fenced("", [text]).split("\n");
      expect(end).toBe(fence);
      expect(line).not.toContain(fence);
    }),
  );
});
