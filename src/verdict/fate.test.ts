import { describe, expect, test } from "vitest";
import type { EventRecord } from "../core/index.js";
import { allFates, fateOf } from "./fate.js";
import { CLIENT, SERVER } from "./fixtures/case-folder.js";
import { START_NS } from "./fixtures/exchange.js";
import { closedOne, packets, resetOne } from "./fixtures/judged.js";

const at = (ms: number) => String(START_NS + BigInt(ms) * 1_000_000n);
const event = (name: string, target: string, ms: number): EventRecord => ({
  event: name,
  target,
  orderedWallNs: at(ms),
  orderedMonoNs: "0",
});
const restarted = (how: "kill" | "reload"): EventRecord => ({
  ...event("restart", "dest1", 20),
  how,
});
const linkTo1 = (name: string, ms: number): EventRecord => ({
  ...event(name, "hop2-hop3a", ms),
  devices: ["dest1"],
});
// Begins at dest1, and is reset 60 ms after its start.
const broken = resetOne();

test("what is not lost survives, down to shares that floating point leaves", () => {
  expect(allFates({ own: 0.2, collateral: 0.1, stalled: 0.3 }).survived).toBe(0.4);
  expect(allFates({ own: 1 / 3, collateral: 1 / 6, stalled: 1 / 2 }).survived).toBe(0);
});

describe("fateOf", () => {
  test.each([
    ["own", [event("withdraw", "dest1", 20)]],
    ["own", [{ ...event("link-down", "hop2-hop3a", 20), devices: ["dest1"] }]],
    ["own", [{ ...event("link-down", "spine-rack1", 20), devices: ["dest2", "dest1"] }]],
    [
      "own",
      [
        { ...event("link-down", "hop2-hop3a", 20), devices: ["dest1"] },
        { ...event("link-up", "hop2-hop3a", 30), devices: ["dest1"], unreached: ["dest1"] },
      ],
    ],
    ["own", [event("announce", "dest1", 10), event("silence", "dest1", 20)]],
    ["own", [event("silence", "dest1", 20), event("ttl", "dest1", 30)]],
    ["own", ["silence", "withdraw", "announce"].map((name) => event(name, "dest1", 20))],
    ["collateral", [event("silence", "dest1", 90)]],
    ["own", [event("stop", "dest1", 20), event("ttl", "dest1", 30)]],
    ["collateral", [event("stop", "dest2", 20)]],
    ["own", [event("restart", "dest1", 20)]],
    ["own", [restarted("kill")]],
    ["collateral", [restarted("reload")]],
    ["collateral", [event("restart", "dest2", 20)]],
    ["collateral", [event("restart", "dest1", -20)]],
    ["collateral", [event("withdraw", "dest2", 20)]],
    ["collateral", [{ ...event("link-down", "hop2-hop3b", 20), devices: ["dest2"] }]],
    ["collateral", [{ ...event("link-down", "core-lb1", 20), devices: [] }]],
    ["collateral", [event("withdraw", "dest1", 20), event("announce", "dest1", 30)]],
    [
      "collateral",
      ["link-down", "link-up"].map((name, index) => ({
        ...event(name, "hop2-hop3a", 20 + index),
        devices: ["dest1"],
      })),
    ],
    [
      "own",
      [event("withdraw", "dest1", 20), { ...event("announce", "dest1", 30), seenWallNs: at(61) }],
    ],
    [
      "collateral",
      [event("withdraw", "dest1", 20), { ...event("announce", "dest1", 30), seenWallNs: at(59) }],
    ],
    [
      "own",
      [
        event("withdraw", "dest1", 20),
        { ...event("announce", "dest1", 30), seenWallNs: at(40), followedWallNs: at(61) },
      ],
    ],
    [
      "own",
      [linkTo1("link-down", 20), event("withdraw", "dest1", 21), event("announce", "dest1", 22)],
    ],
    [
      "collateral",
      [
        linkTo1("link-down", 20),
        { ...linkTo1("link-up", 21), unreached: ["dest1"] },
        event("announce", "dest1", 22),
      ],
    ],
    ["collateral", [event("withdraw", "dest1", 90)]],
    ["collateral", []],
  ])("a reset one is %s by what had happened before", (fate, events) => {
    expect(fateOf(broken, events, [])).toBe(fate);
  });

  test("a server that is to end in peace has lost what it ended itself", () => {
    const reload = restarted("reload");
    const { reset } = broken.result;
    const byItself = resetOne({ result: { reset: { ...reset, device: "dest1" } as typeof reset } });
    expect(fateOf(byItself, [reload], [])).toBe("own");
    expect(fateOf(closedOne({ said: { said: "cut" } }), [reload], [])).toBe("own");
  });

  test("a download is lost that its server closed in the middle: with its device, if that restarted", () => {
    const cut = closedOne({ said: { said: "cut" } });
    expect(fateOf(cut, [event("restart", "dest1", 20)], [])).toBe("own");
    expect(fateOf(cut, [event("restart", "dest2", 20)], [])).toBe("collateral");
    // The FIN comes 40 ms after the start.
    expect(fateOf(cut, [event("restart", "dest1", 50)], [])).toBe("collateral");
  });

  test("a cut is where the server closed, whatever its client had closed before", () => {
    const halfClosed = closedOne({
      said: { said: "cut" },
      packets: packets(">S >F.@5 <S.@6 >P.:80@7 <F.@50 >.@51 <F.@90"),
    });
    expect(fateOf(halfClosed, [event("withdraw", "dest1", 30)], [])).toBe("own");
    expect(fateOf(halfClosed, [event("withdraw", "dest1", 70)], [])).toBe("collateral");
  });

  test("leaves open what a command did to a device, unless that answered others later", () => {
    const events = [event("command", "hop2", 20)];
    const answered = (ms: number) =>
      closedOne({ atDevice: new Map([["dest1", packets(`>P.:80@${ms} <.:1448@${ms}`)]]) });
    const refused = closedOne({ atDevice: new Map([["dest1", packets(">P.:80@900 <R@900")]]) });
    expect(fateOf(broken, events, [broken, answered(40), refused])).toBeUndefined();
    expect(fateOf(broken, events, [broken, answered(900)])).toBe("collateral");
    const elsewhere = { ...answered(900), result: { ...broken.result, server: "192.0.2.1:80" } };
    expect(fateOf(broken, events, [broken, elsewhere])).toBe("collateral");
    // It may have withdrawn the one address and answer at the other.
    const inside = [...events, event("command", "dest1", 25)];
    expect(fateOf(broken, inside, [broken, elsewhere])).toBeUndefined();
    expect(fateOf(broken, inside, [broken, answered(900)])).toBe("collateral");
    expect(fateOf(broken, [...events, event("withdraw", "dest1", 30)], [])).toBe("own");
  });

  test("a refused one is lost with the server that stopped, and otherwise open", () => {
    const refused = closedOne({ result: { outcome: "refused" }, packets: packets(">S@30 <R.@31") });
    expect(fateOf(refused, [event("stop", "dest1", 20)], [])).toBe("own");
    expect(fateOf(refused, [event("stop", "dest2", 20)], [])).toBeUndefined();
  });

  test("leaves open whose device was lost where none was seen to accept", () => {
    expect(fateOf(resetOne({ result: { devices: [] } }), [], [])).toBeUndefined();
  });

  test("a RST that answers the close of a program that has all that it asked for took nothing", () => {
    const reset = {
      by: "server",
      how: "no-socket",
      phase: "close",
      afterMs: 60,
      afterBytes: 80,
    } as const;
    const late = (agrees: boolean) => resetOne({ result: { reset, agrees }, said: { said: "ok" } });
    expect(fateOf(late(true), [], [])).toBe("survived");
    expect(fateOf(late(false), [], [])).toBe("collateral");
    const unanswered = (agrees: boolean) =>
      closedOne({ result: { outcome: "half-open", agrees }, said: { said: "ok" } });
    expect(fateOf(unanswered(true), [], [])).toBe("survived");
    expect(fateOf(unanswered(false), [], [])).toBeUndefined();
    const inTransfer = resetOne({ result: { agrees: true }, said: { said: "ok" } });
    expect(fateOf(inTransfer, [], [])).toBe("collateral");
    const cut = resetOne({
      result: { reset, agrees: true },
      said: { said: "cut" },
      packets: packets(">S <S. >. >P.:80 <F.:10 >. <R"),
    });
    expect(fateOf(cut, [], [])).toBe("collateral");
  });

  test("a subflow that closed saves what its program has all of, and nothing else", () => {
    const carried = (said: "ok" | "reset", ...outcomes: ("closed" | "reset")[]) =>
      resetOne({
        result: {
          subflows: outcomes.map((outcome) => ({ client: CLIENT, server: SERVER, outcome })),
        },
        said: { said },
      });
    expect(fateOf(carried("ok", "reset", "closed"), [], [])).toBe("survived");
    expect(fateOf(carried("ok", "reset"), [], [])).toBe("collateral");
    expect(fateOf(carried("reset", "closed"), [], [])).toBe("collateral");
  });

  test("tells those that closed, those without an answer, and those that it cannot tell", () => {
    expect(fateOf(closedOne(), [], [])).toBe("survived");
    expect(fateOf(closedOne({ said: { said: "timeout" } }), [], [])).toBe("stalled");
    expect(fateOf(closedOne({ result: { outcome: "open" } }), [], [])).toBeUndefined();
    const byClient = resetOne({
      packets: packets(">S <S. >. >P.:80 <.:1448 >. >R"),
      result: {
        reset: { by: "client", how: "abort", phase: "transfer", afterMs: 1, afterBytes: 1 },
      },
    });
    expect(fateOf(byClient, [], [])).toBeUndefined();
  });
});
