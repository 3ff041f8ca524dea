import type { CaseResult, RunDocument } from "../../verdict/index.js";
import { reasonsOf } from "../readings.js";
import { familyName, outcomesText } from "../words.js";
import { renderXml, type XmlElement } from "./xml.js";

/**
 * The run as JUnit XML: one testsuite, one testcase a case. A failed case has a failure, an inconclusive one an error
 * with its reasons. Errors of the run itself are a testcase too, for a run that ended early must not look green.
 */
export function renderJunit(document: RunDocument): string {
  const errors = runErrors(document);
  const cases = [...document.cases.map(caseElement), ...runErrorElements(errors)];
  const failures = document.cases.filter(({ verdict }) => verdict === "fail").length;
  const inconclusive = document.cases.filter(({ verdict }) => verdict === "inconclusive").length;
  const counts = {
    tests: cases.length,
    failures,
    errors: inconclusive + errors.length,
    time: seconds(document.durationMs),
  };
  const suite: XmlElement = {
    name: "testsuite",
    attributes: {
      name: document.command,
      timestamp: document.startedAt,
      ...counts,
    },
    children: [suiteProperties(document), ...cases],
  };
  const suites = { name: "testsuites", attributes: counts, children: [suite] };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderXml(suites)}`;
}

function suiteProperties({ id, driver, verdict, host }: RunDocument): XmlElement {
  return properties({
    run: id,
    driver,
    verdict,
    kernel: host.kernel,
    system: host.system,
    cpus: String(host.cpus),
    ...Object.fromEntries(
      Object.entries(host.versions).map(([tool, version]) => [`version.${tool}`, version]),
    ),
  });
}

function caseElement(result: CaseResult): XmlElement {
  const family = familyName(result.family);
  return {
    name: "testcase",
    attributes: {
      name: `${result.name} ${family}`,
      classname: `${result.topology}.${result.name}`,
      time: seconds(result.durationMs),
    },
    children: [
      properties({
        title: result.title,
        family,
        scenario: result.scenario,
        topology: result.topology,
        connections: outcomesText(result.connections),
      }),
      ...problemElements(result),
      { name: "system-out", text: result.expectations.map(expectationText).join("\n") },
    ],
  };
}

function problemElements(result: CaseResult): XmlElement[] {
  if (result.verdict === "pass") return [];
  const reasons = reasonsOf(result);
  return [
    {
      name: result.verdict === "fail" ? "failure" : "error",
      attributes: { message: reasons[0] ?? result.verdict, type: result.verdict },
      text: reasons.join("\n"),
    },
  ];
}

/** Errors of the run; where neither they nor a case account for its verdict, that verdict itself. */
function runErrors({ errors, cases, verdict }: RunDocument): RunDocument["errors"] {
  const told = errors.length > 0 || cases.some((result) => result.verdict !== "pass");
  if (told || verdict === "pass") return errors;
  return [{ code: verdict, message: `the run as a whole is judged ${verdict}` }];
}

function runErrorElements(errors: RunDocument["errors"]): XmlElement[] {
  return errors.map(({ code, message, hint }, index) => ({
    name: "testcase",
    attributes: { name: `run error ${index + 1}`, classname: "run", time: "0.000" },
    children: [
      {
        name: "error",
        attributes: { message, type: code },
        text: hint === undefined ? message : `${message}\nhint: ${hint}`,
      },
    ],
  }));
}

function expectationText({ verdict, text, evidence }: CaseResult["expectations"][number]): string {
  return `${verdict}: ${text} (${evidence})`;
}

function properties(values: Record<string, string>): XmlElement {
  const children = Object.entries(values).map(([name, value]) => ({
    name: "property",
    attributes: { name, value },
  }));
  return { name: "properties", children };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
