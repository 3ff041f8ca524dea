import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fingerprint, mounts, sysctls } from "./host-state.js";

function fingerprintOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-hosts-"));
  try {
    writeFileSync(join(folder, "hosts"), text);
    return fingerprint(join(folder, "hosts"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("what containerlab keeps in a file for labs is not looked at, all else is", () => {
  const lab = (name: string) =>
    `###### CLAB-${name}-START ######\n172.20.20.2 ${name}\n###### CLAB-${name}-END ######\n`;
  const own = "127.0.0.1 localhost\n";
  const before = fingerprintOf(own);
  expect(fingerprintOf(own + lab("campus") + lab("campus-2"))).toBe(before);
  expect(fingerprintOf(`${own}${lab("campus")}192.0.2.7 added\n`)).not.toBe(before);
});

test("mounts are told by where they are, and settings by their names, below folders too", () => {
  expect(mounts().get("/proc")).toMatch(/^proc \S+ \/$/);
  const settings = sysctls();
  expect(settings.get("net.ipv4.ip_forward")).toMatch(/^\d$/);
  expect(settings.get("net.ipv4.conf.lo.forwarding")).toMatch(/^\d$/);
});
