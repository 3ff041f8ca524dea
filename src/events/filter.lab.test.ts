import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type EventRecord, Scope } from "../core/index.js";
import { newRunId } from "../driver/clean/run-id.js";
import { whyNoNetns } from "../driver/fixtures/netns-lab.js";
import { smallLab } from "../driver/fixtures/small-lab.js";
import { netnsDriver, type RunningLab } from "../driver/index.js";
import type { EventContext } from "./context.js";
import { dropAnycast, rejectAnycast } from "./filter.js";

const reason = whyNoNetns();

describe.skipIf(reason !== undefined)(`filters${reason ? ` (${reason})` : ""}`, () => {
  let folder: string;
  let scope: Scope;
  let running: RunningLab;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "anycast-shift-filter-"));
    scope = new Scope();
    running = await netnsDriver().deploy(smallLab(folder, newRunId()), scope);
  });
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test("of one node do not end each other", async () => {
    const events: EventRecord[] = [];
    const ends: Promise<void>[] = [];
    const context = {
      running,
      scope,
      record: (event: EventRecord) => void events.push(event),
      background: (work: Promise<void>) => void ends.push(work),
    } as unknown as EventContext;
    const step = { node: "hop", background: true };
    const rules = () => running.node("hop").exec(["nft", "list", "ruleset"]);

    await dropAnycast(context, { do: "drop", ...step, for: 3000 });
    await dropAnycast(context, { do: "drop", ...step, for: 200 });
    await rejectAnycast(context, { do: "reject", ...step, for: 1000 });
    expect(await rules()).toContain("tcp reset");
    await Promise.all(ends.slice(1));
    expect(await rules()).toContain("ip daddr 203.0.113.10 drop");
    expect(await rules()).not.toContain("tcp reset");
    await ends[0];
    expect(await rules()).toBe("");
    expect(events.map(({ event }) => event).toSorted()).toEqual([
      "drop",
      "drop",
      "drop-end",
      "drop-end",
      "reject",
      "reject-end",
    ]);
  });
});
