import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { CaseResult } from "../../src/verdict/index.js";
import { shift, withResults } from "./cli.js";

const FOLDER = join(import.meta.dirname, "../../scenarios/look-alikes");
const EVENTS = new Set(["restart", "stop", "reject", "abort"]);
const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
const nameOf = (file: string) => parse(readFileSync(file, "utf8")).name as string;
// The first FIN comes from the server: its process closed an idle connection.
const CLOSED_BY_SERVER = /^[^F]*<\[F\.\]/;

describe("what looks like a shift and is none", () => {
  const seen = new Map<string, CaseResult>();
  const caseOf = (name: string) => seen.get(name) as CaseResult;
  const idleOf = (name: string) =>
    caseOf(name).connections.filter(({ traffic }) => traffic === "idle");
  const closedByServer = (name: string) =>
    idleOf(name).filter(({ sequence }) => CLOSED_BY_SERVER.test(sequence));

  beforeAll(async () => {
    await withResults(async (results) => {
      const folder = join(results, "scenarios");
      mkdirSync(folder);
      const withoutEvent = files.map((file) => {
        const scenario = parse(readFileSync(file, "utf8"));
        const name = `${scenario.name}-not`;
        const timeline = scenario.timeline.filter(
          ({ do: step }: { do: string }) => !EVENTS.has(step),
        );
        const copy = join(folder, `${name}.yaml`);
        writeFileSync(copy, stringify({ ...scenario, name, timeline }));
        return copy;
      });
      const { document } = await shift(
        ["run", ...files, ...withoutEvent, "--no-control", "--driver", "netns"],
        results,
      );
      for (const one of document?.cases ?? []) seen.set(one.name, one);
    });
  });

  test.each(files.map(nameOf))("%s is not graded as one", (name) => {
    expect(caseOf(name)).toMatchObject({ verdict: "pass", reasons: [] });
  });

  test.each(files.map(nameOf).filter((name) => name !== "server-reloaded"))(
    "%s fails without its event",
    (name) => {
      expect(caseOf(`${name}-not`).verdict).toBe("fail");
    },
  );

  // Nothing breaks with the reload either: that it happened is seen in who closes.
  test("a reloaded server closes its idle connections itself", () => {
    const closed = closedByServer("server-reloaded");
    const reloaded = closed[0]?.devices;
    expect(reloaded).toHaveLength(1);
    expect(closed).toEqual(
      idleOf("server-reloaded").filter(({ devices }) => devices[0] === reloaded?.[0]),
    );
    expect(closedByServer("server-reloaded-not")).toEqual([]);
  });

  test("a device whose web server stopped refuses what comes new, and no other does", () => {
    const refusedIn = (name: string) =>
      caseOf(name).connections.filter(({ outcome }) => outcome === "refused");
    const refused = refusedIn("server-stopped");
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ devices }) => devices.join())).size).toBe(1);
    expect(refusedIn("server-stopped-not")).toEqual([]);
  });
});
