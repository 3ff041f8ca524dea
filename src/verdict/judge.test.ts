import { rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { TrafficRecord } from "../core/index.js";
import { trafficSchema } from "../scenario/index.js";
import type { CaseResult } from "./document.js";
import { caseResultSchema } from "./document.js";
import type { CaseEvidence } from "./evidence.js";
import { sizeOfPackets } from "./fixtures/capture-file.js";
import { CLIENT, captureAll, evidenceOf, told, withdrawal } from "./fixtures/case-folder.js";
import { downloading, type Exchange, START_NS } from "./fixtures/exchange.js";
import { SHIFT_EXPECTED, shiftedDownload, wholeDownload } from "./fixtures/shift-case.js";
import { judgeCase } from "./judge.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Captures some connections, lets a test spoil the evidence, and judges it. */
async function judged(
  exchanges: readonly Exchange[],
  parts: Partial<CaseEvidence> = {},
  spoil: (evidence: CaseEvidence, runFolder: string) => void = () => undefined,
): Promise<CaseResult> {
  const { runFolder, captures } = captureAll(exchanges);
  folders.push(runFolder);
  const evidence = evidenceOf(SHIFT_EXPECTED, { traffic: [told("reset")], captures, ...parts });
  spoil(evidence, runFolder);
  return judgeCase(evidence, runFolder);
}

describe("a shift that the device captures prove", () => {
  test("passes, with the packets as evidence", async () => {
    const result = await judged([shiftedDownload()]);
    expect(result.reasons).toEqual([]);
    expect(result.verdict).toBe("pass");
    expect(caseResultSchema.parse(result)).toEqual(result);
    expect(result.expectations.map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass"]);
    expect(result.connections).toMatchObject([
      {
        client: CLIENT,
        traffic: "download",
        sequence: ">[S] <[S.] >[.] >[P.] <[.] >[.] <[.] >[.] <[R]",
        outcome: "reset",
        reset: { by: "server", how: "no-socket", device: "dest2" },
        devices: ["dest1", "dest2"],
        agrees: true,
      },
    ]);
  });

  test("passes in IPv6 too", async () => {
    const client = "[2001:db8:1::2]:10000";
    const result = await judged([shiftedDownload(client, "[2001:db8:cafe::10]:80")], {
      family: 6,
      traffic: [told("reset", { client, server: "2001:db8:cafe::10" })],
      facts: { vip: "2001:db8:cafe::10", origins: [], devices: [] },
    });
    expect(result.reasons).toEqual([]);
    expect(result.verdict).toBe("pass");
  });
});

test("the connection that is drawn is one that was reset, else one that stalled", async () => {
  const [second, third] = ["198.51.100.2:10001", "198.51.100.2:10002"];
  const drawn = async (...exchanges: Exchange[]) => {
    const traffic = [
      told("ok"),
      told("timeout", { client: second }),
      told("reset", { client: third }),
    ];
    return (await judged(exchanges, { traffic })).ladders.map(({ client }) => client);
  };
  expect(await drawn(wholeDownload())).toEqual([CLIENT]);
  expect(await drawn(wholeDownload(), wholeDownload(second))).toEqual([second]);
  const all = [wholeDownload(), wholeDownload(second), shiftedDownload(third)];
  expect(await drawn(...all)).toEqual([third]);
  const titles = async (exchange: Exchange, said: TrafficRecord["said"]) =>
    (await judged([exchange], { traffic: [told(said)] })).ladders.map(({ title }) => title);
  const ending = (end: string) => [
    expect.stringMatching(new RegExp(`^"download": .* to .*, ${end}$`)),
  ];
  expect(await titles(shiftedDownload(), "reset")).toEqual(ending("reset"));
  expect(await titles(wholeDownload(), "cut")).toEqual(ending("cut"));
});

describe("packets that show something else fail", () => {
  test("the same download without the event", async () => {
    const result = await judged([wholeDownload()], { traffic: [told("ok")] });
    expect(result.verdict).toBe("fail");
    expect(result.expectations.map(({ verdict }) => verdict)).toEqual(["fail", "fail", "fail"]);
    expect(result.reasons[0]).toContain(`0 of 1 connection; not ${CLIENT}`);
  });

  test("one connection of two that closed", async () => {
    const other = "198.51.100.2:10001";
    const result = await judged([shiftedDownload(), wholeDownload(other)], {
      traffic: [told("reset"), told("ok", { client: other })],
    });
    expect(result.verdict).toBe("fail");
    expect(result.reasons[0]).toContain("1 of 2 connections; not 198.51.100.2:10001");
  });

  test("a RST by the connection's own device is no shift", async () => {
    const own = downloading(CLIENT, "203.0.113.10:80")
      .up("dest1", { flags: "." })
      .down("dest1", { flags: "R" });
    const result = await judged([own]);
    expect(result.verdict).toBe("fail");
    expect(result.connections[0]?.reset).toMatchObject({ how: "no-socket", device: "dest1" });
    expect(result.expectations.map(({ verdict }) => verdict)).toEqual(["pass", "pass", "fail"]);
  });

  test("a RST that no device sent is no shift", async () => {
    const injected = downloading(CLIENT, "203.0.113.10:80")
      .up("dest2", { flags: "." })
      .down("", { flags: "R" });
    const result = await judged([injected]);
    expect(result.verdict).toBe("fail");
    expect(result.connections[0]?.reset?.device).toBeUndefined();
  });

  test("a RST with ACK by a device that has the connection is no shift", async () => {
    const aborted = downloading(CLIENT, "203.0.113.10:80")
      .up("dest1", { flags: "." })
      .down("dest1", { flags: "R." });
    const result = await judged([aborted]);
    expect(result.expectations[2]?.verdict).toBe("fail");
    expect(result.connections[0]?.reset?.how).toBe("abort");
  });
});

describe("spoiled evidence is inconclusive, whatever the packets show", () => {
  async function doubts(
    spoil: (evidence: CaseEvidence, runFolder: string) => void,
  ): Promise<string[]> {
    const result = await judged([shiftedDownload()], {}, spoil);
    expect(result.verdict).toBe("inconclusive");
    return result.reasons;
  }

  test("a capture that lost packets", async () => {
    expect(
      await doubts(({ captures }) => {
        Object.assign(captures[1] as object, { droppedByKernel: 3 });
      }),
    ).toEqual(["the capture at hop2 eth2 lost 3 packets"]);
  });

  test("a transfer that was over before the event", async () => {
    const { verdict, reasons } = await judged([wholeDownload()], {
      traffic: [told("ok")],
      events: [withdrawal(60_000)],
    });
    expect(verdict).toBe("inconclusive");
    expect(reasons[0]).toBe(
      `1 connection had ended before the first event took effect, first ${CLIENT}: not exposed to it`,
    );
  });

  test("an event that the FIB did not show", async () => {
    const { seenWallNs: _, seen: __, ...unseen } = withdrawal();
    expect(await doubts(({ events }) => void events.splice(0, 1, unseen))).toEqual([
      "withdraw of dest1 was not seen in the FIB of hop2",
    ]);
    const stays = { ...unseen, stays: true as const };
    expect((await judged([shiftedDownload()], { events: [stays] })).verdict).toBe("pass");
  });

  test("a program that contradicts the packets", async () => {
    const reasons = await doubts(
      ({ traffic }) => void traffic.splice(0, 1, told("ok", { bytes: 10_000_000 })),
    );
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain("1 program said otherwise than the packets");
  });

  test("and one that a fault kept from being asked does not", async () => {
    const fault = "E_COMMAND: core: false ended with 1";
    const reasons = await doubts(({ traffic, faults }) => {
      traffic.splice(0, 1, told("ok", { bytes: 10_000_000 }));
      faults.push(fault);
    });
    expect(reasons).toEqual([fault]);
  });

  test("a connection that a program told of and no capture has", async () => {
    const reasons = await doubts(
      ({ traffic }) => void traffic.push(told("reset", { client: "198.51.100.2:10009" })),
    );
    expect(reasons[0]).toContain("that a program told of, first 198.51.100.2:10009");
    // The ports of one that was captured, used again much later.
    const later = { startWallNs: String(START_NS + 9_000_000_000n) };
    const again = await doubts(({ traffic }) => void traffic.push(told("reset", later)));
    expect(again).toEqual([`no capture has 1 connection that a program told of, first ${CLIENT}`]);
  });

  test("a connection of which the program could not tell the port", async () => {
    const { client: _, ...nameless } = told("timeout");
    const reasons = await doubts(({ traffic }) => void traffic.push(nameless));
    expect(reasons).toEqual([
      '1 connection cannot be found by port, first one of "download" at origin: timeout',
    ]);
  });

  test("a fault during the case", async () => {
    expect(await doubts(({ faults }) => void faults.push("E_EVENT: no device"))).toEqual([
      "E_EVENT: no device",
    ]);
  });

  test("a capture cut inside a packet", async () => {
    const reasons = await doubts((evidence, runFolder) => {
      truncateSync(join(runFolder, evidence.captures[3]?.file as string), sizeOfPackets(3) - 7);
    });
    expect(reasons.join()).toContain("dest1-eth1.pcap at byte");
  });

  test("a capture cut between two packets", async () => {
    const reasons = await doubts((evidence, runFolder) => {
      truncateSync(join(runFolder, evidence.captures[3]?.file as string), sizeOfPackets(3));
    });
    expect(reasons).toEqual(["captures/dest1-eth1.pcap holds 3 packets of 7"]);
  });

  test("a capture of more packets than tcpdump counted", async () => {
    const reasons = await doubts(({ captures: [, , , atDest1] }) => {
      if (atDest1) atDest1.packets -= 1;
    });
    expect(reasons).toEqual(["captures/dest1-eth1.pcap holds 7 packets of 6"]);
  });

  test("a capture of another link, by the addresses of its frames", async () => {
    // Of all frames here the sender is this one.
    const sender = "02:00:00:00:00:02";
    const boundTo =
      (...macs: string[]) =>
      ({ captures: [, , , atDest1] }: CaseEvidence) => {
        if (atDest1) atDest1.macs = macs;
      };
    const own = await judged([shiftedDownload()], {}, boundTo("02:a5:00:00:03:01", sender));
    expect(own.reasons).toEqual([]);
    expect(await doubts(boundTo("02:a5:00:00:03:01", "02:a5:00:00:05:01"))).toEqual([
      `captures/dest1-eth1.pcap was not captured at dest1 eth1: its frames are of ${sender}`,
    ]);
  });

  test("connections that no device is seen to accept", async () => {
    const reasons = await doubts(({ captures }) => void captures.splice(3, 1));
    expect(reasons.join()).toContain("no device's capture has the SYN-ACK of 1 connection");
  });

  test("a capture that is gone", async () => {
    const reasons = await doubts((evidence, runFolder) => {
      rmSync(join(runFolder, evidence.captures[2]?.file as string));
    });
    expect(reasons.join()).toContain("hop2-eth3.pcap");
  });

  test("an origin's capture that is gone, with Multipath TCP in use", async () => {
    const reasons = await doubts((evidence, runFolder) => {
      const held = { kind: "held", id: "other", to: "anycast", count: 1, mptcp: true };
      evidence.scenario.traffic.push(trafficSchema.parse(held));
      rmSync(join(runFolder, evidence.captures[0]?.file as string));
    });
    expect(reasons.join()).toContain("origin-eth1.pcap");
  });

  test("an expectation about traffic of which nothing was captured", async () => {
    const result = await judged([], { traffic: [] });
    expect(result.verdict).toBe("inconclusive");
    expect(result.expectations.map(({ evidence }) => evidence)).toEqual([
      'no captured connection is known to be of "download"',
      'no captured connection is known to be of "download"',
      'no captured connection is known to be of "download"',
    ]);
  });

  test("and then a failed expectation decides nothing either", async () => {
    const result = await judged([wholeDownload()], {
      traffic: [told("ok")],
      faults: ["E_NODE_DIED: dest2 ended during the case"],
    });
    expect(result.verdict).toBe("inconclusive");
  });

  test("a check that throws has proven nothing", async () => {
    const { runFolder, captures } = captureAll([shiftedDownload()]);
    folders.push(runFolder);
    const evidence = evidenceOf([{ that: "shifted", of: "download" }], {
      traffic: [told("reset")],
      captures,
    });
    evidence.scenario.expect = [{ that: "sequence", of: "download", matches: "no flags" }];
    const result = await judgeCase(evidence, runFolder);
    expect(result.verdict).toBe("inconclusive");
    expect(result.expectations[0]?.evidence).toContain("is no flags");
  });
});
