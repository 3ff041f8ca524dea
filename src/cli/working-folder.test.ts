import { expect, test, vi } from "vitest";
import { requireFolder } from "./working-folder.js";

test("a working directory that is gone is told", () => {
  requireFolder();
  const cwd = vi.spyOn(process, "cwd").mockImplementation(() => {
    throw new Error("ENOENT: no such file or directory, uv_cwd");
  });
  try {
    expect(requireFolder).toThrow(expect.objectContaining({ code: "E_FILE" }));
  } finally {
    cwd.mockRestore();
  }
});
