import { expect, it } from "vitest";
import { BackgroundWork } from "./background.js";

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

it("waits for all work, and fails with what failed long before", async () => {
  const background = new BackgroundWork();
  background.add(Promise.reject(new Error("a filter was gone")));
  await new Promise((resolve) => setImmediate(resolve));
  await expect(background.finished()).rejects.toThrow("a filter was gone");
});

it("ends work that would go on, and has waited for its end", async () => {
  const background = new BackgroundWork();
  const order: string[] = [];
  background.add(
    untilAborted(background.signal).catch(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push("cleaned up");
    }),
  );
  await background.end();
  order.push("case over");
  expect(order).toEqual(["cleaned up", "case over"]);
});

it("tells its work that the case was interrupted", () => {
  const interrupt = new AbortController();
  const background = new BackgroundWork(interrupt.signal);
  expect(background.signal.aborted).toBe(false);
  interrupt.abort();
  expect(background.signal.aborted).toBe(true);
});
