import { expect, test } from "vitest";
import { MAX_TIMES } from "./burst.js";
import { recordsOf } from "./fixtures/script.js";
import { MAX_GROUPS } from "./groups.js";
import type { ConnectionRecord } from "./record.js";
import { SummaryCollector } from "./summary.js";
import { WorstConnections } from "./worst.js";

const shifted = (port: number, at: number, length: number) => `
  ${at}.00 > [S] port ${port}
  ${at}.01 < [S.] port ${port} ttl 57
  ${at}.02 > [.] port ${port}
  ${at}.03 > [P.] port ${port} len ${length}
  ${at}.04 < [.] port ${port} ttl 57
  20.${port} > [P.] port ${port} len 100
  20.${port}5 < [R] port ${port} seq 1 ttl 51
`;
const closed = (port: number, at: number) => `
  ${at}.00 > [S] port ${port}
  ${at}.01 < [S.] port ${port} ttl 57
  ${at}.02 > [F.] port ${port}
  ${at}.03 < [F.] port ${port} ttl 57
`;

async function records() {
  return recordsOf(
    shifted(101, 0, 50_000) + shifted(102, 1, 100) + closed(103, 2) + closed(104, 3),
  );
}

test("counts, triggers as measured, and the second in which most shifts fell", async () => {
  const collector = new SummaryCollector();
  for (const record of await records()) collector.add(record);
  const summary = collector.finish();
  expect(summary.outcomes).toMatchObject({ reset: 2, closed: 2, open: 0 });
  expect(summary.shifted).toEqual({ certain: 2, likely: 0, possible: 0, no: 2 });
  expect(summary.servers).toEqual([{ label: "203.0.113.10:80", connections: 4, shifted: 2 }]);
  expect(summary.sizes).toEqual([
    { label: "no payload", connections: 2, shifted: 0 },
    { label: "below 1 kB", connections: 1, shifted: 1 },
    { label: "10 to 100 kB", connections: 1, shifted: 1 },
  ]);
  expect(summary.triggers.sizes).toEqual({
    text: "10 kB and more",
    having: { label: "10 kB and more", connections: 1, shifted: 1 },
    others: { label: "others", connections: 3, shifted: 1 },
  });
  expect(summary.triggers.persistence.having).toMatchObject({ connections: 2, shifted: 2 });
  expect(summary.triggers.persistence.others).toMatchObject({ connections: 2, shifted: 0 });
  expect(summary.triggers.origins).toEqual({
    text: "1 of 1 origins",
    having: { label: "with shifted connections", connections: 4, shifted: 2 },
    others: { label: "others", connections: 0, shifted: 0 },
  });
  expect(summary.burst).toMatchObject({ shifts: 2, of: 2, start: "2025-10-09T08:53:40.101Z" });
});

test.each([
  [0, "no payload", 0],
  [1, "below 1 kB", 0],
  [999, "below 1 kB", 0],
  [1_000, "1 to 10 kB", 0],
  [9_999, "1 to 10 kB", 0],
  [10_000, "10 to 100 kB", 1],
  [100_000, "100 kB to 1 MB", 1],
  [1_000_000, "1 MB and more", 1],
])("%i bytes of both sides together are of the size %s", async (bytes, label, large) => {
  const [record] = (await records()) as [ConnectionRecord];
  for (const client of [0, Math.floor(bytes / 2)]) {
    const collector = new SummaryCollector();
    collector.add({ ...record, bytes: { client, server: bytes - client } });
    const { sizes, triggers } = collector.finish();
    expect(sizes).toEqual([{ label, connections: 1, shifted: 1 }]);
    expect(triggers.sizes.having).toMatchObject({ connections: large, shifted: large });
  }
});

test.each([
  ["certain", 1],
  ["likely", 1],
  ["possible", 0],
  ["no", 0],
] as const)("of the grade %s so many count as shifted: %i", async (grade, shifts) => {
  const [record] = (await records()) as [ConnectionRecord];
  const collector = new SummaryCollector();
  collector.add({ ...record, shifted: { ...record.shifted, grade } });
  const { shifted: grades, servers } = collector.finish();
  expect(grades).toMatchObject({ [grade]: 1 });
  expect(servers).toMatchObject([{ connections: 1, shifted: shifts }]);
});

test("the age of a connection is that at its RST, or else all of its time", async () => {
  const [record] = (await records()) as [ConnectionRecord];
  const ages = (afterMs: number | undefined) => {
    const collector = new SummaryCollector();
    const { reset, ...without } = { ...record, durationMs: 60_000 };
    collector.add(
      afterMs === undefined || reset === undefined
        ? without
        : { ...without, reset: { ...reset, afterMs } },
    );
    const { ages, triggers } = collector.finish();
    return [ages.map(({ label }) => label).join(), triggers.persistence.having.connections];
  };
  expect([99, 100, 999, 1_000, undefined].map(ages)).toEqual([
    ["below 100 ms", 0],
    ["100 ms to 1 s", 0],
    ["100 ms to 1 s", 0],
    ["1 to 10 s", 1],
    ["1 min and more", 1],
  ]);
});

test("what threads counted apart is what one of them counts", async () => {
  const all = await records();
  const [one, two, together] = [
    new SummaryCollector(),
    new SummaryCollector(),
    new SummaryCollector(),
  ];
  all.forEach((record, index) => {
    together.add(record);
    (index % 2 === 0 ? one : two).add(record);
  });
  one.merge(two.counts());
  expect(one.finish()).toEqual(together.finish());
});

test("the worst are the surest and, of those, the earliest; none that nothing speaks against", async () => {
  const worst = new WorstConnections(1);
  const all = await records();
  all.forEach((record, order) => {
    worst.add(
      { record, packets: [], order, resetTtl: 0, serverTtl: 0, serverIsn: undefined },
      "file",
    );
  });
  expect(worst.list.map(({ order }) => order)).toEqual([0]);
  const one = new WorstConnections(9);
  all.forEach((record, order) => {
    one.add(
      { record, packets: [], order, resetTtl: 0, serverTtl: 0, serverIsn: undefined },
      "file",
    );
  });
  expect(one.list.map(({ order }) => order)).toEqual([0, 1]);
});

test("a grade counts for more than a reset, and a reset by the server for more than none", async () => {
  const [record] = (await records()) as [ConnectionRecord];
  const { reset, ...open } = record;
  if (!reset) throw new Error("it was not reset");
  const ascending = (["no", "possible", "likely", "certain"] as const).flatMap((grade) => {
    const shifted = { ...record.shifted, grade };
    return [
      { ...open, shifted },
      { ...open, shifted, reset },
    ];
  });
  const worst = new WorstConnections(9);
  ascending.forEach((one, order) => {
    worst.add(
      { record: one, packets: [], order, resetTtl: 0, serverTtl: 0, serverIsn: undefined },
      "file",
    );
  });
  expect(worst.list.map(({ order }) => order)).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

test("more origins and shifts than are kept are told as such, however they were spread over threads", async () => {
  const [record] = await recordsOf(shifted(101, 0, 50_000));
  const half = () => new SummaryCollector();
  const [one, other, all] = [half(), half(), half()];
  for (let index = 0; index <= MAX_TIMES; index++) {
    const from = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}:1000`;
    (index % 3 === 0 ? one : other).add({
      ...(record as NonNullable<typeof record>),
      client: from,
    });
  }
  all.merge(one.counts());
  all.merge(other.counts());
  const { triggers, burst, origins } = all.finish();
  expect(triggers.origins.text).toBe(`${MAX_GROUPS} of ${MAX_GROUPS} origins that were told apart`);
  expect(origins[0]).toEqual({
    label: "others",
    connections: MAX_TIMES + 1 - MAX_GROUPS,
    shifted: MAX_TIMES + 1 - MAX_GROUPS,
  });
  expect(burst).toBeUndefined();
});
