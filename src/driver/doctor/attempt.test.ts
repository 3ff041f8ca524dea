import { expect, test, vi } from "vitest";
import { tryFeature } from "./attempt.js";

// No test waits for a deadline.
vi.mock("execa", () => ({
  execa: () => Promise.resolve({ failed: true, timedOut: true, stderr: "", shortMessage: "late" }),
}));

test("what a busy machine did not find out in time is not known, and no reason for another kernel", async () => {
  const feature = { batch: "link add a type veth", config: "CONFIG_VETH" };
  await expect(tryFeature(feature)).rejects.toMatchObject({
    code: "E_TIMEOUT",
    message: expect.stringMatching(/^not known: ip did not end within/),
    hint: expect.not.stringContaining("kernel"),
  });
});
