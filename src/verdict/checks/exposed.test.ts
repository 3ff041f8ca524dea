import { describe, expect, test } from "vitest";
import { inputOf } from "../fixtures/check-input.js";
import { closedOne, packets, resetOne } from "../fixtures/judged.js";
import { check } from "./index.js";

const of = "download";
const over = (neighbour: string, text = ">S <S. >.") => new Map([[neighbour, packets(text)]]);

describe("member-only", () => {
  const expectation = { that: "member-only", of, link: ["hop2", "hop3a"] } as const;
  const judge = (...connections: Parameters<typeof inputOf>[0]) =>
    check({ ...expectation, link: ["hop2", "hop3a"] }, inputOf(connections));

  test("passes when exactly the connections over the link were reset", () => {
    const { verdict, evidence } = judge(
      resetOne({ onMember: over("hop3a") }),
      closedOne({ onMember: over("hop3b") }),
    );
    expect(verdict).toBe("pass");
    expect(evidence).toContain("exposed: 1 of 1 reset; others: 1 of 1 closed; for example");
  });

  test("fails when one over the link survived", () => {
    const made = [
      resetOne({ onMember: over("hop3a") }),
      closedOne({ onMember: over("hop3a"), result: { client: "198.51.100.2:10007" } }),
      closedOne({ onMember: over("hop3b") }),
    ];
    expect(judge(...made).verdict).toBe("fail");
    expect(judge(...made).evidence).toContain("wrong: 198.51.100.2:10007");
  });

  test("fails when one over another link broke, or did not close", () => {
    const inside = resetOne({ onMember: over("hop3a") });
    expect(judge(inside, resetOne({ onMember: over("hop3b") }))).toMatchObject({
      verdict: "fail",
      evidence: expect.stringContaining("others: 0 of 1 closed; wrong: "),
    });
    const open = closedOne({ onMember: over("hop3b"), result: { outcome: "open" } });
    expect(judge(inside, open).verdict).toBe("fail");
  });

  test("answers on a link do not expose a connection", () => {
    const answered = closedOne({ onMember: over("hop3a", "<S. <.") });
    expect(judge(resetOne({ onMember: over("hop3a") }), answered).verdict).toBe("pass");
  });

  test.each([
    ["all were exposed", [resetOne({ onMember: over("hop3a") })]],
    ["none was", [closedOne({ onMember: over("hop3b") })]],
  ])("is inconclusive when %s", (_, connections) => {
    expect(judge(...connections).verdict).toBe("inconclusive");
  });
});

test("origin-only tells connections apart by their origin", () => {
  const expectation = { that: "origin-only", of, origin: "origin2" } as const;
  const other = closedOne({ origin: "origin1" });
  const judge = (...connections: Parameters<typeof inputOf>[0]) =>
    check(expectation, inputOf(connections)).verdict;
  expect(judge(resetOne({ origin: "origin2" }), other)).toBe("pass");
  expect(judge(resetOne({ origin: "origin1" }), closedOne({ origin: "origin2" }))).toBe("fail");
  expect(judge(other)).toBe("inconclusive");
});

describe("fragments-only", () => {
  const expectation = { that: "fragments-only", of, mtu: 1400 } as const;
  const judge = (...connections: Parameters<typeof inputOf>[0]) =>
    check(expectation, inputOf(connections));
  const small = (parts = {}) => closedOne({ said: { size: 600 }, ...parts });
  const strayed = new Map([
    ["dest1", packets(">S >. >.:1448~")],
    ["dest2", packets(">.:1448~ <R")],
  ]);
  const large = { said: { size: 100_000 } };

  test("passes when exactly the large ones with a stray fragment were reset", () => {
    const { text, verdict, evidence } = judge(
      small(),
      resetOne({ ...large, atDevice: strayed }),
      closedOne(large),
    );
    expect(text).toMatch(/^"download" below 700 B close; larger ones are reset exactly when/);
    expect(verdict).toBe("pass");
    expect(evidence).toContain("1 small ones closed; exposed: 1 of 1 reset");
  });

  test("fails when a small one broke", () => {
    const broken = resetOne({ said: { size: 600 } });
    expect(judge(broken, resetOne({ ...large, atDevice: strayed })).verdict).toBe("fail");
  });

  test("fails when a large one broke without a stray fragment", () => {
    const whole = new Map([
      ["dest1", packets(">S >. >.:1448~")],
      ["dest2", packets(">.:1448 <R")],
    ]);
    const connections = [
      small(),
      resetOne({ ...large, atDevice: strayed }),
      resetOne({ ...large, atDevice: whole }),
    ];
    expect(judge(...connections).verdict).toBe("fail");
  });

  test("holds every one from half of the MTU on to its fragments", () => {
    const exposed = [small(), resetOne({ ...large, atDevice: strayed }), closedOne(large)];
    const medium = { said: { size: 1000 } };
    expect(judge(...exposed, closedOne(medium)).verdict).toBe("pass");
    expect(judge(...exposed, resetOne(medium)).verdict).toBe("fail");
    expect(judge(...exposed, resetOne({ ...medium, atDevice: strayed })).verdict).toBe("pass");
  });

  test("fragments at the connection's own device are no stray", () => {
    const home = new Map([["dest1", packets(">S >. >.:1448~")]]);
    const connections = [
      small(),
      resetOne({ ...large, atDevice: strayed }),
      closedOne({ ...large, atDevice: home }),
    ];
    expect(judge(...connections).verdict).toBe("pass");
  });

  test("fragments that another device sent are no stray either", () => {
    const answered = new Map([["dest2", packets("<.:1448~")]]);
    const connections = [
      small(),
      resetOne({ ...large, atDevice: strayed }),
      closedOne({ ...large, atDevice: answered }),
    ];
    expect(judge(...connections).verdict).toBe("pass");
  });

  test("is inconclusive without small ones, or when all large ones strayed", () => {
    const broken = resetOne({ ...large, atDevice: strayed });
    expect(judge(broken, closedOne(large)).verdict).toBe("inconclusive");
    expect(judge(small(), broken).verdict).toBe("inconclusive");
  });
});

describe("grows-with-size", () => {
  const sized = (size: number, reset: number, whole: number) => [
    ...Array.from({ length: reset }, () => resetOne({ said: { size } })),
    ...Array.from({ length: whole }, () => closedOne({ said: { size } })),
  ];
  const judge = (...groups: Parameters<typeof sized>[]) =>
    check({ that: "grows-with-size", of }, inputOf(groups.flatMap((group) => sized(...group))));

  test("passes for shares that rise beyond chance, largest size last", () => {
    const result = judge([10_000_000, 33, 3], [1000, 1, 35], [100_000, 8, 28], [1_000_000, 20, 16]);
    expect(result.verdict).toBe("pass");
    expect(result.shares?.map(({ label, count, total }) => [label, count, total])).toEqual([
      ["1 kB", 1, 36],
      ["100 kB", 8, 36],
      ["1 MB", 20, 36],
      ["10 MB", 33, 36],
    ]);
    expect(result.evidence).toContain("Cochran-Armitage trend z = 8.1;");
    expect(result.charts?.[0]?.shares).toBe(result.shares);
  });

  test.each([
    [
      "do not differ",
      [
        [1000, 5, 5],
        [100_000, 5, 5],
      ],
    ],
    [
      "fall",
      [
        [1000, 33, 3],
        [10_000_000, 1, 35],
      ],
    ],
    [
      "rise within chance",
      [
        [1000, 4, 32],
        [10_000_000, 8, 28],
      ],
    ],
  ] as [string, Parameters<typeof sized>[]][])("fails for shares that %s", (_, groups) => {
    expect(judge(...groups).verdict).toBe("fail");
  });

  test.each([
    ["one size only", [[1000, 30, 6]]],
    [
      "too few transfers",
      [
        [1000, 1, 3],
        [10_000_000, 3, 1],
      ],
    ],
    [
      "no resets",
      [
        [1000, 0, 36],
        [10_000_000, 0, 36],
      ],
    ],
  ] as [string, Parameters<typeof sized>[]][])("is inconclusive for %s", (_, groups) => {
    expect(judge(...groups)).toMatchObject({
      verdict: "inconclusive",
      evidence: expect.stringMatching(/^too few resets, or too few others, .*; Cochran/),
    });
  });
});
