// Prints every failed test with its error, then `N passed, N failed, N skipped` of vitest's JSON reports, and ends with 1
// when anything failed. Errors stand last, because the end of a long log is what is looked at, and often all that is kept.
//   node scripts/test/count.mjs FOLDER STAGE=EXITCODE...
// A stage with FOLDER/STAGE.json is counted by that report; a stage that ended badly without a failure in a report, for
// it checks something else, could not start or broke down between tests, counts as one failure.
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const [folder, ...stages] = process.argv.slice(2);
const ERROR_CHARACTERS = 2000;
const failures = [];
const total = { passed: 0, failed: 0, skipped: 0 };

for (const stage of stages) {
  const [name, exitCode] = stage.split("=");
  const counted = countReport(join(folder, `${name}.json`));
  if (exitCode !== "0" && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(total)) total[key] += counted[key];
}

for (const line of failures) console.log(line);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Counts of one report; none when the stage wrote no report that can be read. */
function countReport(file) {
  const report = existsSync(file) ? parse(readFileSync(file, "utf8")) : undefined;
  if (!report) return { passed: 0, failed: 0, skipped: 0 };
  // A file that cannot be loaded has no tests, so that it is in none of the report's own sums.
  const unloaded = report.testResults.filter(
    (result) => result.status === "failed" && result.assertionResults.length === 0,
  );
  for (const { name, status, message, assertionResults } of report.testResults) {
    const failed = assertionResults.filter((test) => test.status === "failed");
    for (const { fullName, failureMessages } of failed)
      tell(name, fullName, failureMessages.join("\n"));
    if (status === "failed" && assertionResults.length === 0)
      tell(name, "cannot be loaded", message);
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tell(file, test, message) {
  failures.push(
    `FAILED ${relative(process.cwd(), file)}: ${test}`,
    message.slice(0, ERROR_CHARACTERS),
  );
}
