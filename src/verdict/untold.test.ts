import { describe, expect, test } from "vitest";
import { scenarioSchema } from "../scenario/index.js";
import { evidenceOf, told, VIP } from "./fixtures/case-folder.js";
import { closedOne } from "./fixtures/judged.js";
import { SHIFT_EXPECTED } from "./fixtures/shift-case.js";
import { untold } from "./untold.js";

/** What is said of connections beside these parts of a scenario. */
function doubts(
  connections: ReturnType<typeof closedOne>[],
  parts: object = {},
  faults: string[] = [],
) {
  const evidence = evidenceOf(SHIFT_EXPECTED, { faults });
  // As it is written: what was read is not read again.
  const traffic = [{ kind: "curl", id: "download", sizes: ["10MB"] }];
  const asWritten = { ...evidence.scenario, traffic, timeline: [], ...parts };
  return untold({ ...evidence, scenario: scenarioSchema.parse(asWritten) }, connections);
}

const { traffic: _, ...nobodys } = closedOne().result;
/** A connection that no program told of. */
const silent = (client: string, server = `${VIP}:80`, origin = "origin") => ({
  ...closedOne({ origin }),
  said: undefined,
  result: { ...nobodys, client, server },
});
const A = "198.51.100.2:20000";
const B = "198.51.100.2:20001";

describe("connections that no program told of", () => {
  test("are counted, and those of traffic that the scenario does not have", () => {
    expect(doubts([closedOne(), silent(A), silent(B)])).toEqual([
      `no program told of 2 connections, first ${A} to ${VIP}:80`,
    ]);
    const [doubt] = doubts([closedOne({ result: { traffic: "another" } })]);
    expect(doubt).toMatch("no program told of 1 connection, ");
  });

  test("are no doubt where a fault ended the case, or where they began before it", () => {
    expect(doubts([silent(A)], {}, ["interrupted"])).toEqual([]);
    const [, ...later] = silent(A).packets;
    expect(doubts([{ ...silent(A), packets: later }])).toEqual([]);
  });

  test("may be further subflows", () => {
    const subflows = [{ client: A, server: "192.0.2.1:80", outcome: "closed" as const }];
    const main = closedOne({ result: { subflows } });
    expect(doubts([main, silent(A, "192.0.2.1:80")])).toEqual([]);
    expect(doubts([main, silent(B, "192.0.2.1:80")])).toHaveLength(1);
  });

  test("may be the control connection of iperf 3, one for each origin", () => {
    const streams = { kind: "iperf", version: 3, id: "download", streams: 2, seconds: 2 };
    const hash = {
      kind: "sysctl",
      node: "hop2",
      key: "net.ipv4.fib_multipath_hash_policy",
      value: 0,
    };
    const parts = { traffic: [streams], conditions: [hash] };
    const [control, stream] = [A, B].map((client) => silent(client, `${VIP}:5201`));
    const elsewhere = silent("198.51.100.3:20000", `${VIP}:5201`, "origin2");
    if (!control || !stream) throw new Error("two are made");
    expect(doubts([control, elsewhere], parts)).toEqual([]);
    expect(doubts([control, stream], parts)).toHaveLength(1);
  });

  test.each([
    ["a step", { timeline: [{ do: "command", node: "origin", run: ["curl", VIP] }] }],
    ["a helper", { mitigation: { name: "own", at: { origins: { helpers: [["poll"]] } } } }],
    ["a command", { mitigation: { name: "own", at: { origin: { commands: [["ask"]] } } } }],
    [
      "one of two parts",
      {
        mitigation: {
          name: "own",
          at: {
            origins: { commands: [["ask"]] },
            origin: { sysctls: { "net.ipv4.tcp_ecn": "0" } },
          },
        },
      },
    ],
    [
      "a check",
      { mitigation: { name: "own", at: {}, check: [{ at: "origin", run: ["curl", VIP] }] } },
    ],
  ])("may be those of %s at their origin", (_of, parts) => {
    expect(doubts([silent(A)], parts)).toEqual([]);
    expect(
      doubts([silent(A, `${VIP}:80`, "origin2")], { ...parts, mitigation: undefined }),
    ).toHaveLength(1);
  });
});

test("a device that answered is the one that accepted", () => {
  const answered = (device: string) => closedOne({ said: told("ok", { device }) });
  expect(doubts([answered("dest1"), answered("")])).toEqual([]);
  expect(doubts([answered("dest2")])).toEqual([
    "1 connection had an answer of another device than the one that accepted it by the captures, first 198.51.100.2:10000: dest2 answered, dest1 accepted",
  ]);
});
