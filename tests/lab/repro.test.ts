import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyzeFiles, endingRst } from "../../src/analysis/index.js";
import { containerlabPath } from "../../src/driver/provision.js";
import type { RunDocument } from "../../src/verdict/index.js";
import { judgeAgain, shift, withResults } from "./cli.js";

// What must be alike whatever brings the lab up: verdicts, and how the connections of each traffic ended. A withdraw opens
// a forwarding loop for a moment (docs/findings.md): whether a SYN falls into it, and goes unanswered, is chance.
function essence(document: RunDocument): Record<string, unknown> {
  return Object.fromEntries(
    document.cases.map(({ name, family, verdict, connections }) => {
      const endings = connections
        .filter(({ outcome }) => outcome !== "unanswered")
        .map(({ traffic, outcome, reset }) => `${traffic}: ${outcome} ${reset?.how ?? ""}`);
      return [`${name}-v${family}`, { verdict, endings: [...new Set(endings)].sort() }];
    }),
  );
}

/** Cases in which servers send and clients acknowledge. */
const DOWNLOADS = ["shift", "payloads-by-exposure", "specific-origins"];

/**
 * Packets other than RSTs that clients sent after the RST that ended their connection, and how many connections were ended
 * so: a kernel that has obeyed a RST has no socket left. Uploads are another matter: who is in the middle of sending when
 * the RST comes takes it in afterwards.
 */
async function sentAfterEnd({ cases }: RunDocument, folder: string) {
  const downloads = cases.filter(({ name }) => DOWNLOADS.includes(name));
  const files = new Set(
    downloads.flatMap(({ connections }) => connections.map(({ capture }) => capture)),
  );
  let ended = 0;
  const sent: string[] = [];
  for (const file of files) {
    const { connections } = await analyzeFiles([join(folder, file)], { keepPackets: true });
    for (const { record, packets } of connections) {
      if (record.reset?.by !== "server") continue;
      ended++;
      const after = packets.slice(endingRst(packets, record.reset) + 1);
      const alive = after.some(({ dir, flags }) => dir === ">" && !flags.includes("R"));
      if (alive) sent.push(`${file} ${record.client} ${record.sequence}`);
    }
  }
  return { ended, sent };
}

describe("repro", () => {
  const seen = new Map<string, Record<string, unknown>>();

  test.each(["netns", "containerlab"])("passes every case on %s", async (driver) => {
    if (driver === "containerlab" && (await containerlabPath()) === undefined) {
      throw new Error("containerlab is missing: `make setup` builds it");
    }
    await withResults(async (results) => {
      const { exitCode, stdout, stderr, document } = await shift(
        ["repro", "--driver", driver],
        results,
      );
      const failed = document?.cases.filter(({ verdict }) => verdict !== "pass") ?? [];
      const why = failed.map(({ name, family, verdict, reasons }) =>
        [`${name}-v${family}: ${verdict}`, ...reasons].join("; "),
      );
      expect(why, [...why, stderr].join("\n")).toEqual([]);
      expect(document?.errors).toEqual([]);
      expect(document?.host.versions["anycast-shift"]).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
      expect(exitCode, stdout).toBe(0);
      const { ended, sent } = await sentAfterEnd(document as RunDocument, join(results, "latest"));
      expect(sent).toEqual([]);
      expect(ended).toBeGreaterThan(30);
      const again = await judgeAgain(results);
      expect(again.exitCode, again.stderr).toBe(0);
      expect(again.document?.judgedAgain).toBeDefined();
      expect(again.document?.cases).toEqual(document?.cases);
      seen.set(driver, essence(document as RunDocument));
    });
  });

  test("ends every kind of connection alike on both drivers", () => {
    expect(Object.keys(seen.get("netns") ?? {})).not.toHaveLength(0);
    expect(seen.get("netns")).toEqual(seen.get("containerlab"));
  });
});
