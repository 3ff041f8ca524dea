import { expect, test, vi } from "vitest";
import { type Audit, type HostState, takeAudit } from "./audit.js";
import { leftoversSince } from "./leftovers.js";

vi.mock("./audit.js", () => ({ takeAudit: vi.fn() }));

/** A host with these files, and nothing else that a run could leave behind. */
function hostWith(...files: string[]): Audit {
  const state: Partial<HostState> = { file: new Map(files.map((name) => [name, "1"])) };
  return { state: state as HostState, unanswered: new Map() };
}

/** The same where one program says nothing of what it knows. */
function muteHost(...files: string[]): Audit {
  return { ...hostWith(...files), unanswered: new Map([["ip -j route", "no memory"]]) };
}

/** Lets a second pass with each look at the clock. */
function hurry(): void {
  let ms = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (ms += 1000));
}

test.each([
  ["and nothing comes", hostWith()],
  ["while another comes", hostWith("b")],
])("what passes is no leftover: %s", async (_, after) => {
  hurry();
  vi.mocked(takeAudit).mockResolvedValueOnce(hostWith("a")).mockResolvedValue(after);
  expect(await leftoversSince(hostWith(), "run")).toEqual([]);
});

test("what stays is one", async () => {
  hurry();
  vi.mocked(takeAudit).mockResolvedValueOnce(hostWith("a", "b")).mockResolvedValue(hostWith("b"));
  const left = await leftoversSince(hostWith(), "run");
  expect(left).toEqual([expect.stringContaining("file b")]);
});

test("a host that cannot be looked at is not one without leftovers", async () => {
  vi.mocked(takeAudit).mockRejectedValue(new Error("nft is missing"));
  await expect(leftoversSince(hostWith(), "run")).rejects.toThrow("nft is missing");
});

test.each([
  ["before", muteHost(), hostWith("a")],
  ["after", hostWith("a"), muteHost()],
])(
  "what was told at one look only is no difference: no answer %s the run",
  async (when, before, after) => {
    vi.mocked(takeAudit).mockResolvedValue(after);
    await expect(leftoversSince(before, "run")).rejects.toMatchObject({
      code: "E_CLEANUP",
      message: `what was left cannot be told: ip -j route gave no answer ${when} the run: no memory`,
    });
  },
);

test("an answer that fails for a moment is asked for again", async () => {
  hurry();
  vi.mocked(takeAudit).mockResolvedValueOnce(muteHost()).mockResolvedValue(hostWith("a"));
  const left = await leftoversSince(hostWith(), "run");
  expect(left).toEqual([expect.stringContaining("file a")]);
});

test("what says nothing before and after the run keeps nothing else from being compared", async () => {
  hurry();
  vi.mocked(takeAudit).mockResolvedValue(muteHost("a"));
  const left = await leftoversSince(muteHost(), "run");
  expect(left).toEqual([expect.stringContaining("file a")]);
});
