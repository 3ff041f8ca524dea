import { expect, test } from "vitest";
import { inSuccession, type Span } from "./spans.js";

const ETHERNET = 1;
const RAW = 101;
const spans = (...times: [from: number, to: number][]): Span[] =>
  times.map(([from, to], index) => ({
    path: "abc"[index] as string,
    from,
    to,
    linkTypes: new Set(Number.isFinite(from) ? [ETHERNET] : []),
  }));

test.each([
  ["one after the other", spans([0, 1], [2, 3])],
  ["in another order than they are given", spans([2, 3], [0, 1]), ["b", "a"]],
  ["with two packets of the same time where one ends", spans([0, 1], [1, 2])],
  ["with packets out of order where one ends", spans([0, 1], [0.9995, 2], [1.9995, 4])],
  ["with a last one that holds one packet", spans([0, 1], [1, 1])],
  ["with a first one that holds one packet", spans([0, 1], [0, 0]), ["b", "a"]],
  ["with two without packets", spans([0, 1], [Infinity, -Infinity], [Infinity, -Infinity])],
])("captures continue each other: %s", (_, all, order = all.map(({ path }) => path)) => {
  expect(inSuccession(all)).toEqual(order);
});

test.each([
  ["together", spans([0, 10], [0, 10])],
  ["one within the other", spans([0, 10], [4, 5])],
  ["one that ends later by more than packets are late", spans([0, 10], [9.99, 20])],
  ["a short one at the end of the other", spans([0, 10], [9.9995, 10.01])],
  ["of one packet each, at the same time", spans([5, 5], [5, 5])],
])("captures overlap: %s", (_, all) => {
  expect(inSuccession(all)).toBeUndefined();
});

test("captures of different links do not continue each other, whenever they were made", () => {
  const on = (...types: number[]) => new Set(types);
  const [first, second] = spans([0, 1], [2, 3]) as [Span, Span];
  expect(inSuccession([first, { ...second, linkTypes: on(RAW) }])).toBeUndefined();
  expect(inSuccession([first, { ...second, linkTypes: on(RAW, ETHERNET) }])).toEqual(["a", "b"]);
});
