import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { formatEndpoint } from "../../src/core/index.js";

/** One TCP row of a conn.log that Zeek's own tests expect. */
export interface ZeekRow {
  /** Test and log, as Zeek's repository names them. */
  test: string;
  /** Path of the capture that the test reads. */
  trace: string;
  /** Both endpoints in order of text. */
  pair: string;
  state: string;
  history: string;
}

const NOT_TESTS = new Set(["Baseline", "Traces"]);

/**
 * The TCP rows of all conn.logs in a checkout of zeek/zeek that belong to a test which reads one capture.
 * Rows that several tests share are given once.
 */
export function zeekRows(checkout: string): ZeekRow[] {
  const root = join(checkout, "testing/btest");
  const tests = testsOf(root);
  const rows = new Map<string, ZeekRow>();
  for (const test of readdirSync(join(root, "Baseline")).sort()) {
    const trace = traceOf(root, tests.get(test));
    const folder = join(root, "Baseline", test);
    if (trace === undefined) continue;
    for (const log of readdirSync(folder).filter((name) => /^conn.*\.log/.test(name))) {
      for (const row of tcpRows(readFileSync(join(folder, log), "utf8"))) {
        const key = `${trace} ${row.pair} ${row.state} ${row.history}`;
        if (!rows.has(key)) rows.set(key, { test: `${test}/${log}`, trace, ...row });
      }
    }
  }
  return [...rows.values()];
}

/** Test scripts by the name that their baselines have. */
function testsOf(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const scripts = files.filter(
    (file) =>
      [".zeek", ".test", ".sh"].includes(extname(file)) && !NOT_TESTS.has(file.split("/")[0] ?? ""),
  );
  return new Map(
    scripts.map((file) => [
      file.slice(0, -extname(file).length).replaceAll("/", "."),
      join(root, file),
    ]),
  );
}

/** The capture of a test that reads exactly one. */
function traceOf(root: string, script: string | undefined): string | undefined {
  if (script === undefined) return undefined;
  const names = new Set(
    [...readFileSync(script, "utf8").matchAll(/\$\{?TRACES\}?\/([\w./-]+)/g)].map(
      ([, name]) => name,
    ),
  );
  const [name] = names;
  if (name === undefined || names.size > 1) return undefined;
  const path = join(root, "Traces", name);
  return existsSync(path) ? path : undefined;
}

function tcpRows(log: string): { pair: string; state: string; history: string }[] {
  let fields: string[] = [];
  return log.split("\n").flatMap((line) => {
    if (line.startsWith("#fields\t")) fields = line.split("\t").slice(1);
    if (line === "" || line.startsWith("#")) return [];
    const values = line.split("\t");
    const of = (field: string) => values[fields.indexOf(field)];
    const [state, history] = [of("conn_state"), of("history")];
    const ends = ["orig", "resp"].map((side) =>
      formatEndpoint(of(`id.${side}_h`) ?? "", Number(of(`id.${side}_p`))),
    );
    const isWhole = of("id.orig_h") !== undefined && state !== undefined && history !== undefined;
    if (of("proto") !== "tcp" || !isWhole) return [];
    return [{ pair: ends.sort().join(" "), state, history }];
  });
}
