import { describe, expect, it } from "vitest";
import { type PlacedYaml, parseYaml } from "./positions.js";

const TEXT = `# a comment
name: case
traffic:
  - { kind: curl, id: one }
  - kind: held
    id: two
2: number
`;

function parsed(text: string): PlacedYaml {
  const result = parseYaml(text, "case.yaml");
  if (Array.isArray(result)) throw new Error(result.join());
  return result;
}

describe("parseYaml", () => {
  it.each([
    [["name"], 2, 7],
    [["traffic"], 4, 3],
    [["traffic", 0], 4, 5],
    [["traffic", 0, "id"], 4, 23],
    [["traffic", 1, "id"], 6, 9],
    // What is missing stands where its nearest parent does.
    [["traffic", 1, "count"], 5, 5],
    [["traffic", 7, "id"], 4, 3],
    [["none", "deeper"], 2, 1],
    [[], 2, 1],
  ])("knows where the value of %j stands", (path, line, col) => {
    expect(parsed(TEXT).place(path)).toEqual({ file: "case.yaml", line, col });
  });

  it.each([
    [["name"], 2, 1],
    [["traffic", 0, "id"], 4, 19],
    [["traffic", 1, "id"], 6, 5],
    [["2"], 7, 1],
    [["traffic", 1], 5, 5],
    [["none"], 2, 1],
  ])("knows where the key of %j stands", (path, line, col) => {
    expect(parsed(TEXT).placeOfKey(path)).toEqual({ file: "case.yaml", line, col });
  });

  it("keeps the text of values as they are", () => {
    expect(parsed(TEXT).value).toEqual({
      name: "case",
      traffic: [
        { kind: "curl", id: "one" },
        { kind: "held", id: "two" },
      ],
      2: "number",
    });
  });

  it.each([
    ["name: a\ntitle: b\nname: c\n", "name", { line: 3, col: 1 }],
    ["steps: [{ do: a, do: b }]\n", "do", { line: 1, col: 18 }],
    ['"a: b": 1\n"a: b": 2\n', "a: b", { line: 2, col: 1 }],
  ])("names a key that stands twice: %j", (text, name, place) => {
    expect(parseYaml(text, "file.yaml")).toEqual([
      expect.objectContaining({
        code: "E_SCENARIO_SYNTAX",
        message: `the key ${name} stands twice in one mapping`,
        place: { file: "file.yaml", ...place },
      }),
    ]);
  });

  it("tells that a second document begins, and where", () => {
    expect(parseYaml("a: 1\n---\nb: 2\n", "file.yaml")).toEqual([
      expect.objectContaining({
        code: "E_SCENARIO_SYNTAX",
        message: "a second document begins: a file has one",
        place: { file: "file.yaml", line: 2, col: 1 },
      }),
    ]);
  });

  it("refuses to merge keys, where else those merged would be told as missing", () => {
    expect(parseYaml("- &one { a: 1 }\n- { <<: *one, b: 2 }\n", "file.yaml")).toEqual([
      expect.objectContaining({
        code: "E_SCENARIO_SCHEMA",
        message: expect.stringContaining("<<"),
        place: { file: "file.yaml", line: 2, col: 5 },
      }),
    ]);
  });

  it("gives each syntax error its place", () => {
    const errors = parseYaml("a: [1\nb: 'x\n", "case.yaml");
    if (!Array.isArray(errors)) throw new Error("no error");
    expect(errors.length).toBeGreaterThan(0);
    for (const { code, place } of errors) {
      expect(code).toBe("E_SCENARIO_SYNTAX");
      expect(place?.line).toBeGreaterThan(0);
    }
  });
});
