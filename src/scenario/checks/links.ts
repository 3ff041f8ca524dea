import type { Problem } from "../problem.js";
import { PLACE_WORDS } from "../references.js";
import type { Step } from "../step-schema.js";
import { runsPrograms, type Sections } from "./sections.js";

type LinkStep = Extract<Step, { do: "link-down" | "link-up" }>;

/**
 * Steps that take a link down which is down, or bring one up which is not: no router ever shows them. For whole scenarios:
 * a single event may follow others.
 */
export function linkProblems({ timeline, mitigation }: Sections): Problem[] {
  if (runsPrograms(mitigation)) return [];
  let down: LinkStep["link"][] = [];
  const problems: Problem[] = [];
  for (const { value: step, path } of timeline) {
    // It may have changed any of them.
    if (step.do === "command") break;
    if (step.do !== "link-down" && step.do !== "link-up") continue;
    const { link } = step;
    const why = step.do === "link-down" ? whyNotDown(link, down) : whyNotUp(link, down);
    if (why) problems.push(problem([...path, "link"], why));
    const last = down.findLast((one) => mayBe(one, link));
    down = step.do === "link-down" ? [...down, link] : down.filter((one) => one !== last);
  }
  return problems;
}

function problem(path: Problem["path"], [message, hint]: [string, string]): Problem {
  return { code: "E_SCENARIO_REF", path, message, hint };
}

function whyNotDown(
  link: LinkStep["link"],
  down: LinkStep["link"][],
): [string, string] | undefined {
  const [from, to] = link;
  // A place in a group means another member each time.
  if (isPlace(to) || !down.some((one) => one.join() === link.join())) return undefined;
  return [`${from} has taken its link to ${to} down already`, "bring it up before"];
}

function whyNotUp(link: LinkStep["link"], down: LinkStep["link"][]): [string, string] | undefined {
  const [from, to] = link;
  if (down.some((one) => mayBe(one, link))) return undefined;
  if (down.some(([a, b]) => a === to && b === from))
    return [`${from} has not taken its end of the link down: ${to} has`, `link: [${to}, ${from}]`];
  return isPlace(to)
    ? [`${from} has taken no link down before this step`, "take it down before"]
    : [`${from} has not taken its link to ${to} down before this step`, "take it down before"];
}

// A place means any link of its node.
function mayBe([from, to]: LinkStep["link"], [a, b]: LinkStep["link"]): boolean {
  return from === a && (to === b || isPlace(to) || isPlace(b));
}

function isPlace(word: string): boolean {
  return PLACE_WORDS.includes(word);
}
