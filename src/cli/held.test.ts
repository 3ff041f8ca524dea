import { beforeEach, expect, test, vi } from "vitest";
import { EXIT } from "./exit.js";
import { captureCommand, downCommand, execCommand, statusCommand } from "./held.js";

const upLabs = vi.fn();
// The number of no process: Linux gives none above 2^22.
const KEEPER = 2 ** 30;

vi.mock("../run/index.js", () => ({
  findHeldLab: () => ({
    name: "shift-1",
    runId: "run",
    keeper: KEEPER,
    nodes: { hop2: { pid: 1, startTicks: "1" } },
  }),
  heldLabs: () => upLabs(),
  openHeldLab: ({ name }: { name: string }) => ({
    running: {
      node: () => ({ attach: async () => 1 }),
      deadNodes: () => {
        if (name === "mute") throw new Error("no answer");
        return ["hop2"];
      },
    },
  }),
}));
vi.mock("../driver/index.js", async (original) => ({
  ...(await original<object>()),
  ownerOf: () => "dead",
  leftoversOf: async () => [],
}));

const SHIFT_1 = { name: "shift-1", driver: "netns", scenario: "my.yaml" };
beforeEach(() => upLabs.mockReturnValue([SHIFT_1]));

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

test("status: a lab that cannot be asked hides no other", async () => {
  upLabs.mockReturnValue([{ ...SHIFT_1, name: "mute" }, SHIFT_1]);
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await statusCommand().parseAsync([], { from: "user" });
    expect(write.mock.calls.map(([text]) => text)).toEqual([
      "mute  netns  my.yaml  could not be asked: no answer\n",
      "shift-1  netns  my.yaml  hop2 ended\n",
    ]);
    expect(process.exitCode).toBe(EXIT.environment);
  } finally {
    write.mockRestore();
    process.exitCode = undefined;
  }
});

test("down: a keeper that has ended meanwhile is no fault", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await downCommand().parseAsync([], { from: "user" });
    expect(write).toHaveBeenLastCalledWith("shift-1 is gone\n");
  } finally {
    write.mockRestore();
  }
});
