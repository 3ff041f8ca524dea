import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { copiedFiles, nodeFstab } from "./node-tree.js";

describe("the file tree of a node", () => {
  test("is named after its run and hides the host", () => {
    const lines = nodeFstab("/tmp/run/lab/1-article/hop1", "anycast-shift-1-2-3").split("\n");
    expect(lines[0]).toBe("anycast-shift-1-2-3 /sys tmpfs nosuid,mode=755 0 0");
    expect(lines).toContain("/usr /sys/usr none bind,ro,nosuid,nodev,X-mount.mkdir 0 0");
    expect(lines).toContain(
      "/tmp/run/lab/1-article/hop1 /sys/lab none bind,nosuid,nodev,X-mount.mkdir 0 0",
    );
    expect(lines).toContain(
      "/sys/proc/sys /sys/proc/sys none bind,ro,nosuid,nodev,noexec,X-mount.mkdir 0 0",
    );
  });

  test("is read by mount(8) as it was meant, whatever the folder is called", async () => {
    const folder = "/tmp/two words\\and#more\ttab";
    const file = join(mkdtempSync(join(tmpdir(), "anycast-shift-fstab-")), "fstab");
    writeFileSync(file, nodeFstab(folder, "x"));
    const options = ["--tab-file", file, "--noheadings", "--raw", "--output", "SOURCE", "/sys/lab"];
    const { stdout } = await execa("findmnt", ["--fstab", ...options]);
    rmSync(dirname(file), { recursive: true });
    expect(JSON.parse(`"${stdout.replace(/\\x([0-9a-f]{2})/g, "\\u00$1")}"`)).toBe(folder);
  });

  test("holds copies of what this host has, and of no secret", () => {
    const files = copiedFiles();
    expect(files).toContain("/etc/passwd");
    expect(files).toContain("/dev/null");
    expect(files.filter((path) => /shadow|ssh|key|frr|nginx/.test(path))).toEqual([]);
  });
});
