import { expect, it } from "vitest";
import { RUN_DOCUMENT } from "./fixtures/run-document.js";
import { multiplex, type NamedReporter, type ReporterCrash } from "./reporter.js";

function recorder(name: string, heard: string[]): NamedReporter {
  return {
    name,
    onProgress: (event) => heard.push(`${name} ${event.kind}`),
    onEnd: (document, folder) => {
      heard.push(`${name} end ${document.id} ${folder}`);
    },
  };
}

function crasher(name: string, heard: string[]): NamedReporter {
  return {
    name,
    onProgress: () => {
      heard.push(`${name} crashes`);
      throw new Error("no progress");
    },
    onEnd: () => {
      heard.push(`${name} end`);
      return Promise.reject(new Error("no end"));
    },
  };
}

it("lets no crash stop another reporter, and tells each crash once", async () => {
  const heard: string[] = [];
  const crashes: ReporterCrash[] = [];
  const reporters = [crasher("bad", heard), recorder("good", heard), { name: "deaf" }];
  const all = multiplex(reporters, (crash) => crashes.push(crash));

  all.onProgress({ kind: "note", text: "one" });
  all.onProgress({ kind: "note", text: "two" });
  await all.onEnd(RUN_DOCUMENT, "folder");

  expect(heard).toEqual([
    "bad crashes",
    "good note",
    "good note",
    "bad end",
    `good end ${RUN_DOCUMENT.id} folder`,
  ]);
  expect(crashes).toEqual([
    { name: "bad", thrown: new Error("no progress") },
    { name: "bad", thrown: new Error("no end") },
  ]);
});
