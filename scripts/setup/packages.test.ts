import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

const PACKAGES = fileURLToPath(new URL("packages", import.meta.url));
const { failed: notDebian } = await execa("dpkg-query", ["--version"], { reject: false });

test.skipIf(notDebian)("names the packages that are missing, and only those", async () => {
  const { stdout } = await execa(PACKAGES, ["--missing", "no-such-b", "dpkg", "no-such-a", "bash"]);
  expect(stdout).toBe("no-such-a\nno-such-b");
  expect((await execa(PACKAGES, ["--missing", "bash"])).stdout).toBe("");
});

test.skipIf(notDebian)("does nothing when none is missing", async () => {
  const { stdout, stderr } = await execa(PACKAGES, ["dpkg", "bash"]);
  expect(stdout + stderr).toBe("");
});
