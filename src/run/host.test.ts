import * as fs from "node:fs";
import { expect, test, vi } from "vitest";
import type { LabDriver } from "../driver/index.js";
import { hostFacts } from "./host.js";

vi.mock("node:fs", { spy: true });

test("a host without /etc/os-release is of an unknown system", async () => {
  const { existsSync, readFileSync } = await vi.importActual<typeof fs>("node:fs");
  const isGone = (path: unknown) => String(path).endsWith("os-release");
  vi.mocked(fs.existsSync).mockImplementation((path) => !isGone(path) && existsSync(path));
  vi.mocked(fs.readFileSync).mockImplementation(((...args: Parameters<typeof readFileSync>) => {
    if (isGone(args[0])) throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
    return readFileSync(...args);
  }) as typeof readFileSync);
  const driver = { versions: async () => ({}) } as unknown as LabDriver;
  expect(await hostFacts(driver)).toMatchObject({ system: "unknown" });
});
