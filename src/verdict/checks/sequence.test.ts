import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packets } from "../fixtures/judged.js";
import { matchesSequence } from "./sequence.js";

const SHIFT = packets(">S <S. >. >P.:80 <.:1448 >. <R");

describe("matchesSequence", () => {
  test.each([
    "[S] [S.] [.] [P.] … <[R]",
    "[S] [S.] [.] [P.] … <[R] …",
    ">[S] <[S.] >[.] >[P.] <[.] >[.] <[R]",
    "…",
    "… … <[R]",
    "  [S] … ",
  ])("finds %s in a shift", (pattern) => {
    expect(matchesSequence(pattern, SHIFT)).toBe(true);
  });

  test.each([
    ["the end is another", "[S] [S.] [.] [P.] … <[F.]"],
    ["a dot is no wildcard", "[S] [SX] …"],
    ["the direction is another", "[S] [S.] … >[R]"],
    ["a packet follows", "[S] [S.] [.]"],
    ["a packet is missing", "[S] [S.] [.] [P.] [.] [R]"],
    ["R is not R.", "[S] [S.] [.] … [R.]"],
  ])("but not where %s", (_, pattern) => {
    expect(matchesSequence(pattern, SHIFT)).toBe(false);
  });

  test("refuses what is no flags", () => {
    expect(() => matchesSequence("[S] S.", SHIFT)).toThrow("S. is no flags such as [S.]");
  });

  test("finds every conversation by its own flags, and by any cut of its middle", () => {
    const flags = fc.constantFrom("S", "S.", ".", "P.", "F.", "R", "R.");
    const conversation = fc.array(fc.tuple(fc.constantFrom(">", "<"), flags), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(conversation, fc.nat(30), fc.nat(30), (words, a, b) => {
        const seen = packets(words.map((word) => word.join("")).join(" "));
        const tokens = words.map(([dir, text]) => `${dir}[${text}]`);
        expect(matchesSequence(tokens.join(" "), seen)).toBe(true);
        const [from, to] = a < b ? [a, b] : [b, a];
        const cut = [...tokens.slice(0, from), "…", ...tokens.slice(to)];
        expect(matchesSequence(cut.join(" "), seen)).toBe(true);
        expect(matchesSequence([...tokens, "[.]"].join(" "), seen)).toBe(false);
      }),
    );
  });

  test("takes a gap as any packets, wherever the gaps stand", () => {
    const dirs = fc.constantFrom(">", "<");
    const flags = fc.constantFrom("S", ".");
    const seen = fc.array(fc.tuple(dirs, flags), { minLength: 1, maxLength: 8 });
    const token = fc.oneof(
      fc.constant("…"),
      fc.tuple(fc.constantFrom("", ">", "<"), flags).map(([dir, text]) => `${dir}[${text}]`),
    );
    // The same question as a regular expression over a letter for each kind of packet.
    const letters: Record<string, string> = { ">S": "a", "<S": "b", ">.": "c", "<.": "d" };
    const kinds: Record<string, string> = {
      "…": ".*",
      "[S]": "[ab]",
      "[.]": "[cd]",
      ">[S]": "a",
      "<[S]": "b",
      ">[.]": "c",
      "<[.]": "d",
    };
    fc.assert(
      fc.property(seen, fc.array(token, { minLength: 1, maxLength: 7 }), (words, tokens) => {
        const text = words.map((word) => letters[word.join("")]).join("");
        const expected = new RegExp(`^${tokens.map((one) => kinds[one]).join("")}$`).test(text);
        const conversation = packets(words.map((word) => word.join("")).join(" "));
        expect(matchesSequence(tokens.join(" "), conversation)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test("is linear in the packets of a long connection, also with several gaps", () => {
    const long = Array.from({ length: 100_000 }, (_, index) => (index % 2 ? "<.:9" : ">."));
    const seen = packets([">S", "<S.", ">.", ...long, "<F."].join(" "));
    expect(matchesSequence("[S] [S.] [.] … <[R] …", seen)).toBe(false);
    expect(matchesSequence("[S] [S.] [.] … <[F.]", seen)).toBe(true);
    const gaps = "[S] [S.] … <[.] … >[.] … <[.] … >[.] …";
    expect(matchesSequence(`${gaps} <[R]`, seen)).toBe(false);
    expect(matchesSequence(`${gaps} <[F.]`, seen)).toBe(true);
  });
});
