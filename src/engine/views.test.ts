import { expect, test } from "vitest";
import { ConnectionView } from "./connection-view.js";
import { DeviceView } from "./device-view.js";
import { Parts } from "./fixtures/parts.js";
import { readSegment } from "./read-segment.js";
import { Segment } from "./segment.js";
import { SideView } from "./side-view.js";

const parts = await Parts.compile();

/** What the getters of a view give, in the order in which they are written. */
function looks(view: ConnectionView | SideView | DeviceView, prototype: object): number[] {
  const getters = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  const names = getters.filter(([, { get }]) => get !== undefined).map(([name]) => name);
  return names.map((name) => (view as unknown as Record<string, number>)[name] as number);
}

function from1(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test("a view on a connection looks at the fields that the engine fills", () => {
  const id = parts.compiled.newRecord();
  parts.compiled.fillConnection(id);
  const seen = looks(parts.connection(id), ConnectionView.prototype);
  expect(seen).toEqual(from1(seen.length));
});

test("a view on a side looks at the fields that the engine fills, and at no other side's", () => {
  const id = parts.compiled.newRecord();
  parts.compiled.fillSide(id, 1);
  const seen = looks(parts.side(id, 1), SideView.prototype);
  expect(seen).toEqual(from1(seen.length));
  expect(looks(parts.side(id, 0), SideView.prototype).every((value) => value === 0)).toBe(true);
});

test("a view on a device looks at the fields that the engine fills", () => {
  const id = parts.compiled.newRecord();
  parts.compiled.fillDevice(id);
  const seen = looks(parts.device(id), DeviceView.prototype);
  expect(seen).toEqual(from1(seen.length));
});

test("a segment is read from the words that the engine fills", () => {
  parts.compiled.fillSegment(0);
  const segment = new Segment();
  readSegment(segment, parts, parts.segmentAt);
  const seen = Object.values(segment) as number[];
  expect([...seen].sort((a, b) => a - b)).toEqual(from1(seen.length));
  expect(segment).toMatchObject({ sec: 1, index: 2, nanos: 3, kind: 4, seq: 23, mtu: 33 });
});
