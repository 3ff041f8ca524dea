/** Text that CommonMark and GitHub show as it is: on one line, and nothing in it is markup, HTML or a link. */
export function inline(text: string): string {
  return (
    oneLine(text)
      .trim()
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      // GitHub draws :a: as an emoji, also in 2001:db8:a:1::2, links bare addresses and mentions people; an empty comment
      // breaks the pattern and is not shown. Of numbers only two are emojis: a time stays as it is.
      .replace(/:(?=(?!\d+:)[\w+-]+:|100:|1234:)/g, ":<!-- -->")
      .replace(/[\\`*_[\]#|~$]/g, "\\$&")
      .replace(/(https?|ftp)(:\/\/)/gi, "$1<!-- -->$2")
      .replace(/\bwww\./gi, "www<!-- -->.")
      .replace(/@/g, "@<!-- -->")
      // Only at the start of a line do these begin a list, a rule or a heading's underline.
      .replace(/^([-+=])/, "\\$1")
      .replace(/^(\d+)([.)])/, "$1\\$2")
  );
}

/** Text as a code span, longer in its fence than any run of backticks inside (CommonMark 6.1). */
export function code(text: string): string {
  const fence = fenceFor(text, 1);
  const line = oneLine(text);
  const space = /^[` ]|[` ]$/.test(line) || line === "" ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** Code for the cell of a table, where a bar ends the cell even inside a code span. */
export function cellCode(text: string): string {
  return text.includes("|") ? `<code>${inline(text)}</code>` : code(text);
}

/** Lines as a fenced block with an info word. */
export function fenced(info: string, lines: readonly string[]): string {
  const fence = fenceFor(lines.join("\n"), 3);
  return [`${fence}${info}`, ...lines.map(oneLine), fence].join("\n");
}

/** A table; the cells are Markdown already. Columns from `numbersFrom` on are aligned to the right. */
export function table(
  head: readonly string[],
  rows: readonly string[][],
  numbersFrom = head.length,
): string {
  const rule = head.map((_, index) => (index < numbersFrom ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function fenceFor(text: string, atLeast: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return "`".repeat(Math.max(atLeast, longest + 1));
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}
