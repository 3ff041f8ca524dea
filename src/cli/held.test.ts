import { expect, test, vi } from "vitest";
import { captureCommand, execCommand, statusCommand } from "./held.js";

vi.mock("../run/index.js", () => ({
  findHeldLab: () => ({ name: "shift-1", nodes: { hop2: { pid: 1, startTicks: "1" } } }),
  heldLabs: () => [{ name: "shift-1", driver: "netns", scenario: "my.yaml" }],
  openHeldLab: () => ({
    running: { node: () => ({ attach: async () => 1 }), deadNodes: () => ["hop2"] },
  }),
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

test("status: what the text tells of a lab its JSON has too", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await statusCommand().parseAsync([], { from: "user" });
    expect(write).toHaveBeenLastCalledWith("shift-1  netns  my.yaml  hop2 ended\n");
    await statusCommand().parseAsync(["--json"], { from: "user" });
    expect(JSON.parse(String(write.mock.lastCall?.[0]))).toEqual([
      {
        name: "shift-1",
        driver: "netns",
        scenario: "my.yaml",
        ended: ["hop2"],
        linksDown: [],
        withoutPath: [],
      },
    ]);
  } finally {
    write.mockRestore();
  }
});
