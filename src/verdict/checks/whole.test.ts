import { expect, test } from "vitest";
import { inputOf } from "../fixtures/check-input.js";
import { closedOne, resetOne } from "../fixtures/judged.js";
import { check } from "./index.js";

const judge = (...connections: Parameters<typeof inputOf>[0]) =>
  check({ that: "whole", of: "download" }, inputOf(connections));
const atOnce = closedOne({ said: { transfer: 0, size: 1000, bytes: 1000 } });
const begun = resetOne({ said: { transfer: 1, size: 1000, bytes: 300 } });
const broken = resetOne({ said: { transfer: 1, size: 700, bytes: 0 } });
const rest = closedOne({ said: { transfer: 1, size: 700, bytes: 700 } });

test("a transfer is whole when its connections together brought all of it", () => {
  const { verdict, evidence, transfers } = judge(atOnce, begun, broken, rest);
  expect(verdict).toBe("pass");
  expect(evidence).toBe("2 of 2 whole; 1 broke and took 2 connections more");
  expect(transfers).toEqual({
    traffic: "download",
    transfers: 2,
    whole: 2,
    broke: 1,
    connections: 4,
  });
});

test("one that never arrives whole fails", () => {
  expect(judge(atOnce, begun, broken)).toMatchObject({
    verdict: "fail",
    transfers: { whole: 1, broke: 1 },
  });
});

test("one that ended short broke, also where nothing went on with it", () => {
  const short = closedOne({ said: { transfer: 1, size: 1000, bytes: 300 } });
  expect(judge(atOnce, short)).toMatchObject({
    verdict: "fail",
    transfers: { whole: 1, broke: 1, connections: 2 },
  });
});

test("one that got more than it asked for is not whole", () => {
  const twice = closedOne({ said: { transfer: 1, size: 700, bytes: 900 } });
  expect(judge(begun, twice)).toMatchObject({ verdict: "fail", transfers: { whole: 0, broke: 1 } });
});

test("where nothing broke, nothing is proven", () => {
  expect(judge(atOnce)).toMatchObject({
    verdict: "inconclusive",
    transfers: { transfers: 1, whole: 1, broke: 0 },
  });
});

test("a connection that no transfer is known for is none", () => {
  const strange = [closedOne(), { ...closedOne(), said: undefined }];
  expect(judge(atOnce, begun, rest, ...strange)).toMatchObject({
    verdict: "pass",
    transfers: { transfers: 2, connections: 3 },
  });
});
