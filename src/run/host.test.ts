import * as fs from "node:fs";
import { expect, test, vi } from "vitest";
import { ShiftError } from "../core/index.js";
import type { LabDriver, NodeShell } from "../driver/index.js";
import { noLab } from "./fixtures/no-lab.js";
import { planned } from "./fixtures/planned.js";
import { hostFacts, nodeVersions } from "./host.js";

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

test("a tool that does not answer in time is of an unknown version; the others are told", async () => {
  const ask = async ([tool]: readonly string[]) => {
    if (tool === "iperf") throw new ShiftError({ code: "E_COMMAND", message: "it has not ended" });
    return { exitCode: 0, stdout: tool === "curl" ? "curl 7.88.1 (x86_64)" : "", stderr: "" };
  };
  const node = () => ({ try: ask }) as unknown as NodeShell;
  const versions = await nodeVersions({ ...noLab(planned("a")), node }, "dest1");
  expect(versions).toMatchObject({ curl: "7.88.1", iperf: "unknown", nginx: "unknown" });
});
