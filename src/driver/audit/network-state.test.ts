import { execa } from "execa";
import { expect, test, vi } from "vitest";
import { NODE_PATH } from "../node-path.js";
import { networkState } from "./network-state.js";

vi.mock("execa", () => ({ execa: vi.fn() }));

test("programs are found as the nodes find them, whatever the caller's PATH is", async () => {
  vi.mocked(execa).mockResolvedValue({ failed: false, stdout: "" } as never);
  await networkState(new Map());
  for (const [, , options] of vi.mocked(execa).mock.calls as unknown[][])
    expect(options).toMatchObject({ env: { PATH: NODE_PATH } });
});

test("a program that does not answer in time is an error, and no empty state", async () => {
  vi.mocked(execa).mockResolvedValue({ failed: true, timedOut: true, stdout: "" } as never);
  await expect(networkState(new Map())).rejects.toMatchObject({
    code: "E_TIMEOUT",
    message: expect.stringMatching(/^waited \d+ ms for (ip -j|tc -j|nft list) /),
  });
  for (const [, , options] of vi.mocked(execa).mock.calls as unknown[][])
    expect(options).toMatchObject({ timeout: expect.any(Number) });
});

test("what is not installed has no state; a program that fails has said nothing", async () => {
  vi.mocked(execa).mockImplementation((async (program: string) =>
    program === "nft"
      ? { failed: true, code: "ENOENT" }
      : program === "tc"
        ? { failed: true, stderr: "RTNETLINK answers: Cannot allocate memory\n" }
        : { failed: false, stdout: "[]" }) as never);
  const unanswered = new Map<string, string>();
  await networkState(unanswered);
  expect([...unanswered]).toEqual([
    ["tc -j qdisc show", "RTNETLINK answers: Cannot allocate memory"],
  ]);
});
