import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
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

test.skipIf(notDebian)("waits for an installation that is going on, and says so", async () => {
  const other = execa("flock", ["/run/anycast-shift-packages.lock", "cat"], { stdin: "pipe" });
  other.stdin.write("locked\n");
  await once(other.stdout, "data");
  const waiting = execa(PACKAGES, ["dpkg", "bash"]);
  const [said] = (await once(waiting.stdout, "data")) as [Buffer];
  expect(said.toString()).toContain("packages are being installed already: waiting");
  expect(waiting.exitCode).toBeNull();
  other.stdin.end();
  expect((await waiting).exitCode).toBe(0);
});

test.skipIf(notDebian)("puts the host's policy back whenever it is ended", async () => {
  const folder = mkdtempSync(join(tmpdir(), "packages-"));
  try {
    const policy = join(folder, "policy-rc.d");
    writeFileSync(policy, "the host's own");
    const script = readFileSync(PACKAGES, "utf8")
      .replace("/usr/sbin/policy-rc.d", policy)
      .replaceAll("/run/anycast-shift-packages.lock", join(folder, "lock"));
    writeProgram(join(folder, "packages"), script);
    // It ends the script between the making of its policy and the installation.
    writeProgram(join(folder, "chmod"), "#!/bin/sh\nkill -TERM $PPID\n");
    const { exitCode } = await execa(join(folder, "packages"), ["no-such-a"], {
      env: { PATH: `${folder}:${process.env.PATH}` },
      reject: false,
    });
    expect(exitCode).toBe(128 + constants.signals.SIGTERM);
    expect(readFileSync(policy, "utf8")).toBe("the host's own");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function writeProgram(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o755 });
}
