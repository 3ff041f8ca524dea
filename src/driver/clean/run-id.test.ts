import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { identify, type ProcessIdentity } from "../process.js";
import { newRunId, ownerOf, runIdIn, runIdOfOwner } from "./run-id.js";

describe("run ids", () => {
  test("are never given twice by one process", () => {
    expect(new Set([newRunId(), newRunId(), newRunId()]).size).toBe(3);
  });

  test("name an owner that lives", () => {
    expect(ownerOf(newRunId())).toBe("alive");
  });

  test("name an owner that is dead as soon as another process has its number", () => {
    const [pid, ticks, space] = newRunId().split("-") as [string, string, string];
    const earlier = (Number.parseInt(ticks, 36) - 1).toString(36);
    expect(ownerOf(`${pid}-${earlier}-${space}`)).toBe("dead");
  });

  test("name a dead owner once the process has ended", async () => {
    const other = execa("sleep", ["60"], { reject: false });
    const id = runIdOfOwner(identify(other.pid as number) as ProcessIdentity);
    expect(ownerOf(id)).toBe("alive");
    other.kill("SIGKILL");
    await other;
    expect(ownerOf(id)).toBe("dead");
  });

  test.each(["", "mine", "1-1-000000", "run-1-abcdef"])("are not mistaken for %j", (text) => {
    expect(ownerOf(text)).toBe("elsewhere");
  });

  test("are not taken from another PID namespace or boot", () => {
    const [pid, ticks, space] = newRunId().split("-") as [string, string, string];
    const elsewhere = space.startsWith("0") ? `1${space.slice(1, 6)}` : `0${space.slice(1, 6)}`;
    expect(ownerOf(`${pid}-${ticks}-${elsewhere}`)).toBe("elsewhere");
  });

  test("are found in the names that are made of them", () => {
    const id = newRunId();
    expect(runIdIn(`clab-shift-${id}-1-origin`)).toBe(id);
    expect(runIdIn(`anycast-shift-${id}`)).toBe(id);
    expect(runIdIn(`/etc/ssh/ssh_config.d/clab-shift-${id}-12.conf`)).toBe(id);
    expect(runIdIn(`x${id}`)).not.toBe(id);
    expect(runIdIn("clab-shift-mine-1-origin")).toBeUndefined();
  });
});
