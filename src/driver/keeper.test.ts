import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../core/index.js";
import { startKeeper } from "./keeper.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keeper-"));
});
const { execPath } = process;
afterEach(() => {
  process.execPath = execPath;
  rmSync(folder, { recursive: true });
});

// What it does when it is told to end takes a moment.
const PROGRAM = `
process.on("SIGTERM", () => setTimeout(() => { console.log("removed"); process.exit(); }, 100));
setInterval(() => undefined, 1000);
console.log("up");
`;

test("a keeper that is told to end has ended in order", async () => {
  const log = join(folder, "log");
  const said = () => readFileSync(log, "utf8");
  const keeper = startKeeper(["-e", PROGRAM], log);
  await until("the keeper to be up", () => said().includes("up"), { deadlineMs: 10_000 });
  expect(keeper.hasEnded()).toBe(false);
  await keeper.end();
  expect(keeper.hasEnded()).toBe(true);
  expect(said()).toBe("up\nremoved\n");
  // Again is no fault.
  await keeper.end();
});

test("a keeper that cannot be started has ended, and its log says why", async () => {
  const log = join(folder, "log");
  process.execPath = join(folder, "nothing");
  const keeper = startKeeper([], log);
  await until("the keeper to have ended", keeper.hasEnded, { deadlineMs: 10_000 });
  expect(readFileSync(log, "utf8")).toContain("ENOENT");
  await keeper.end();
});
