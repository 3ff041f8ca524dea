import { existsSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { requireRoot } from "./root.js";

vi.mock("node:fs", { spy: true });

test("root without /proc is told what is missing, before anything is made", () => {
  vi.spyOn(process, "geteuid").mockReturnValue(0);
  expect(requireRoot).not.toThrow();
  vi.mocked(existsSync).mockReturnValue(false);
  expect(requireRoot).toThrow(
    expect.objectContaining({
      code: "E_KERNEL_FEATURE",
      message: expect.stringMatching(/^\/proc is not mounted/),
    }),
  );
});
