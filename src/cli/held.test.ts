import { expect, test, vi } from "vitest";
import { captureCommand, execCommand } from "./held.js";

vi.mock("../run/index.js", () => ({
  findHeldLab: () => ({ name: "shift-1", nodes: { hop2: { pid: 1, startTicks: "1" } } }),
  openHeldLab: () => ({ running: { node: () => ({ attach: async () => 1 }) } }),
}));

test.each([
  ["exec", execCommand, ["constructor", "--", "true"]],
  ["capture", captureCommand, ["constructor"]],
] as const)("%s: what every object has is no node", async (_, command, argv) => {
  await expect(command().parseAsync([...argv], { from: "user" })).rejects.toMatchObject({
    code: "E_USAGE",
    message: "shift-1 has no node constructor",
    hint: "nodes: hop2",
  });
});

test.each(["0", "many"])("capture: --count %s is refused before a node is asked", async (count) => {
  const command = captureCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  const argv = ["hop2", "--count", count];
  await expect(command.parseAsync(argv, { from: "user" })).rejects.toThrow("--count");
});

test("capture: what tcpdump ends with is no verdict", async () => {
  await expect(captureCommand().parseAsync(["hop2"], { from: "user" })).rejects.toMatchObject({
    code: "E_CAPTURE",
    message: "tcpdump at hop2 ended with 1",
  });
});
