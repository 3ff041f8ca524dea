import { describe, expect, test } from "vitest";
import { shippedLab } from "../../../tests/helpers/shipped.js";
import { Scope, type TrafficRecord } from "../../core/index.js";
import type { RunningLab } from "../../driver/index.js";
import { trafficSchema } from "../../scenario/index.js";
import { SourcePorts, type TrafficContext } from "../traffic.js";
import { ownEnds } from "./own-ends.js";

const FIRST_PORT = 20_000;

function endsOf(asked: object, records: Partial<TrafficRecord>[] = []) {
  const traffic = trafficSchema.parse({ kind: "held", id: "again", ...asked });
  if (traffic.kind !== "held") throw new TypeError("held traffic is asked for");
  const context: TrafficContext = {
    running: { spec: { lab: shippedLab("cluster") } } as RunningLab,
    family: 4,
    scope: new Scope(),
    ports: new SourcePorts(FIRST_PORT),
    soFar: (id: string) => (id === "before" ? records : []) as TrafficRecord[],
  };
  return ownEnds("origin1", traffic, context);
}

describe("without other traffic", () => {
  test("a port each, of one address", () => {
    const ends = endsOf({ count: 3 });
    expect(ends.map((end) => end?.port)).toEqual([20_000, 20_001, 20_002]);
    expect(new Set(ends.map((end) => end?.address)).size).toBe(1);
  });

  test("none that is bound, where connect() is to choose", () => {
    expect(endsOf({ count: 2, sources: "unbound" })).toEqual([null, null]);
  });

  test("an address each, of many", () => {
    const ends = endsOf({ count: 3, sources: "many" });
    expect(new Set(ends.map((end) => end?.address)).size).toBe(3);
  });
});

describe("with the ports of other traffic", () => {
  const was = (said: TrafficRecord["said"], client?: string, origin = "origin1") => ({
    said,
    origin,
    ...(client === undefined ? {} : { client }),
  });
  const RECORDS = [
    was("ok", "198.51.100.2:11"),
    was("reset", "198.51.100.2:12"),
    was("timeout", "198.51.100.2:13"),
    was("reset", "198.51.100.6:14", "origin2"),
    was("reset"),
    was("reset", "198.51.100.2:15"),
  ];

  test("the first ones that a reset left at this origin", () => {
    const ends = [12, 15].map((port) => ({ address: "198.51.100.2", port }));
    expect(endsOf({ count: 2, portsOf: "before" }, RECORDS)).toEqual(ends);
    expect(endsOf({ count: 1, portsOf: "before" }, RECORDS)).toEqual(ends.slice(0, 1));
  });

  test("are refused where too few were left", () => {
    expect(() => endsOf({ count: 3, portsOf: "before" }, RECORDS)).toThrow(
      '"again" needs 3 ports of "before" at origin1, where 2 of its connections were reset',
    );
  });
});
