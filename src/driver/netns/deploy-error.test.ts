import { expect, test } from "vitest";
import { deployError } from "./deploy-error.js";

test.each([
  ["unshare: unshare failed: Operation not permitted", "E_PRIVILEGE"],
  ["init: 9: cannot create /proc/sys/net/ipv4/ip_forward: Read-only file system", "E_PRIVILEGE"],
  ["init: 9: cannot create /proc/sys/net/x/y: Directory nonexistent", "E_KERNEL_FEATURE"],
  ["mount: /sys/usr: mount(2) system call failed", "E_DEPLOY"],
])("%s: %s", (said, code) => {
  const error = deployError("hop1", said);
  expect(error.code).toBe(code);
  expect(error.message).toBe(`hop1 could not be made: ${said}`);
  expect(error.hint).toMatch(/\S/);
});
