import fc from "fast-check";
import { expect, it } from "vitest";
import { tableBlocks, tableLines } from "./table.js";

const row = (...texts: string[]) => texts.map((text) => ({ text }));

it("aligns columns and cuts the last one to the width", () => {
  const rows = [row("a", "what decided"), row("long", "0123456789012345678901234567890123")];
  expect(tableLines(rows, 32)).toEqual(["a     what decided", "long  0123456789012345678901234…"]);
});

it.each([
  [14, 2],
  [13, 4],
])(
  "in %i columns has blocks of columns that just fit beside the first: %i of them",
  (columns, count) => {
    const blocks = tableBlocks([row("head", "one", "two", "six", "ten")], columns);
    expect(blocks).toHaveLength(count);
    expect(blocks.flat().every((line) => line.startsWith("head  ") && line.length <= columns)).toBe(
      true,
    );
  },
);

it("keeps every text of the other columns, whatever the width", () => {
  const texts = fc.array(fc.tuple(fc.string(), fc.string(), fc.string()), { minLength: 1 });
  fc.assert(
    fc.property(texts, fc.nat(200), (rows, columns) => {
      const lines = tableLines(
        rows.map((texts) => row(...texts)),
        columns,
      );
      expect(lines.length).toBe(rows.length);
      rows.forEach(([first, second], index) => {
        expect(lines[index]?.startsWith(first)).toBe(true);
        expect(lines[index]).toContain(second);
      });
    }),
  );
});
