import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Scope } from "../../core/index.js";
import { newRunId } from "../clean/run-id.js";
import { takeAudit } from "./audit.js";
import { compareStates } from "./compare.js";

const root = process.geteuid?.() === 0;

// Names and numbers of this test alone, so that nothing of the host is in its way.
const LINK = `clab-${process.pid}`;
const TABLE = `shift_audit_${process.pid}`;
const ROUTE_TABLE = String(100_000 + (process.pid % 100_000));

describe.skipIf(!root)(`audit of the host${root ? "" : " (skipped: needs root)"}`, () => {
  let scope: Scope;

  beforeEach(() => {
    scope = new Scope();
  });

  afterEach(() => scope[Symbol.asyncDispose]());

  async function make(...[make, unmake]: [string[], string[]]): Promise<void> {
    const [program = "", ...args] = make;
    await execa(program, args);
    scope.defer(
      make.join(" "),
      async () => void (await execa(unmake[0] as string, unmake.slice(1))),
    );
  }

  async function differences(change: () => Promise<void>): Promise<string[]> {
    const { state: before } = await takeAudit();
    await change();
    return compareStates(before, (await takeAudit()).state, newRunId());
  }

  test.each<[string, string[], string[]]>([
    [
      `link ${LINK}`,
      ["ip", "link", "add", LINK, "type", "veth", "peer", "name", `${LINK}p`],
      ["ip", "link", "del", LINK],
    ],
    [
      `route IPv4 203.0.113.10 dev lo table ${ROUTE_TABLE}`,
      ["ip", "route", "add", "203.0.113.10", "dev", "lo", "table", ROUTE_TABLE],
      ["ip", "route", "del", "203.0.113.10", "dev", "lo", "table", ROUTE_TABLE],
    ],
    [
      `nft table inet ${TABLE}`,
      ["nft", "add", "table", "inet", TABLE],
      ["nft", "delete", "table", "inet", TABLE],
    ],
  ])("finds %s", async (words, add, remove) => {
    const found = await differences(() => make(add, remove));
    expect(
      found.some((text) => text.startsWith(words)),
      found.join("\n"),
    ).toBe(true);
  });

  test("finds a rule", async () => {
    const rule = ["fwmark", String(process.pid), "lookup", ROUTE_TABLE, "priority", "30111"];
    const found = await differences(() =>
      make(["ip", "rule", "add", ...rule], ["ip", "rule", "del", ...rule]),
    );
    expect(found).toEqual([expect.stringMatching(/^rule IPv4 .*30111.* was left$/)]);
  });

  test("finds a sysctl", async () => {
    const key = "net.ipv4.conf.lo.arp_ignore";
    const found = await differences(() =>
      make(["sysctl", "-q", "-w", `${key}=3`], ["sysctl", "-q", "-w", `${key}=0`]),
    );
    expect(found).toEqual([`sysctl ${key} changed from 0 to 3`]);
  });

  test("finds a file below /etc/ssh", async () => {
    const path = "/etc/ssh/ssh_config.d/audit-test.conf";
    const found = await differences(async () => {
      mkdirSync("/etc/ssh/ssh_config.d", { recursive: true });
      scope.defer(path, () => rmSync(path));
      writeFileSync(path, "");
    });
    expect(found).toEqual([`file ${path} was left`]);
  });
});
