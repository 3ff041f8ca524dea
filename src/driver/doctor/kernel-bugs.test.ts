import { describe, expect, test } from "vitest";
import { knownKernelBugs } from "./kernel-bugs.js";

const DST_HINT = /takes? the path of the packet before/;
const FAILED_NEIGHBOUR = /neighbour has failed/;
const LOOPBACK = /last path/;
const TWO_UPLINKS = /two uplinks/;

describe("knownKernelBugs", () => {
  test.each([
    ["5.4.0-200-generic", [FAILED_NEIGHBOUR]],
    ["5.15.0-91-generic", [DST_HINT, FAILED_NEIGHBOUR]],
    ["6.1.53", [DST_HINT, FAILED_NEIGHBOUR]],
    ["6.1.54", [FAILED_NEIGHBOUR]],
    ["6.5.13", [DST_HINT, FAILED_NEIGHBOUR]],
    ["6.6", []],
    ["6.12.100+deb13-amd64", []],
    ["6.16.0", [LOOPBACK, TWO_UPLINKS]],
    ["6.18.3", [LOOPBACK, TWO_UPLINKS]],
    ["6.18.4", [TWO_UPLINKS]],
    ["7.0.0-rc1", [TWO_UPLINKS]],
    ["unreadable", []],
  ])("%s", (release, expected) => {
    const found = knownKernelBugs(release);
    expect(found).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern);
  });

  test.each([
    ["6.1.112-1 (2024-09-30)", 1],
    ["6.1.52-1 (2023-09-07)", 2],
  ])("Debian's 6.1.0-26-amd64 is what it was built from: %s", (built, count) => {
    const version = `#1 SMP PREEMPT_DYNAMIC Debian ${built}`;
    expect(knownKernelBugs("6.1.0-26-amd64", version)).toHaveLength(count);
  });
});
