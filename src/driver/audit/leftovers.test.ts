import { expect, test, vi } from "vitest";
import { type Audit, takeAudit } from "./audit.js";
import { leftoversSince } from "./leftovers.js";

vi.mock("./audit.js", () => ({ takeAudit: vi.fn() }));

/** A host with these files, and nothing else that a run could leave behind. */
function hostWith(...files: string[]): Audit {
  const audit: Partial<Audit> = { file: new Map(files.map((name) => [name, "1"])) };
  return audit as Audit;
}

test("what passes is no leftover", async () => {
  vi.mocked(takeAudit).mockResolvedValueOnce(hostWith("a")).mockResolvedValue(hostWith());
  expect(await leftoversSince(hostWith(), "run")).toEqual([]);
});

test("what stays is one", async () => {
  vi.mocked(takeAudit).mockResolvedValueOnce(hostWith("a", "b")).mockResolvedValue(hostWith("b"));
  const left = await leftoversSince(hostWith(), "run");
  expect(left).toEqual([expect.stringContaining("file b")]);
});

test("a host that cannot be looked at is not one without leftovers", async () => {
  vi.mocked(takeAudit).mockRejectedValue(new Error("nft is missing"));
  await expect(leftoversSince(hostWith(), "run")).rejects.toThrow("nft is missing");
});
