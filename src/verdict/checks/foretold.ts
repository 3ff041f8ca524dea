import { percent } from "../../core/index.js";
import type { Foretold } from "../oracle.js";
import { formatShare, shareOf } from "../statistics.js";
import { besideTheory, type Check, describe } from "./check.js";

/** Of how many connections the packets reached the device that the routers' kernels had named, each time. */
export const foretold: Check<"foretold"> = ({ of, right }, { connections, oracle }) => {
  const text = `of "${of}", by theory ${percent(right)} reach the device that \`ip route get\` names`;
  const asked = connections.map((connection) => ({
    connection,
    answers: oracle.get(connection) ?? [],
  }));
  const unasked = asked.find(({ answers }) => answers.length === 0);
  if (unasked) {
    const evidence = `nothing was asked about ${describe(unasked.connection)}`;
    return { text, verdict: "inconclusive", evidence };
  }
  const others = asked.filter(({ answers }) => !answers.every(agrees));
  const agreed = asked.length - others.length;
  const shares = [shareOf(`"${of}": as foretold`, agreed, asked.length, right)];
  const [other] = others;
  const example = other
    ? `; named ${other.answers.map(({ device }) => device).join(" then ")} for ${describe(other.connection)}`
    : "";
  return besideTheory(text, `${shares.map(formatShare).join()}${example}`, shares);
};

// A connection that sent nothing later says nothing of what was foretold for then.
function agrees({ device, isFirst, found }: Foretold): boolean {
  return found === device || (!isFirst && found === undefined);
}
