import { ANYCAST, type Problem, type Sections, type Traffic } from "../scenario/index.js";
import { type Lab, nodesOf } from "./lab.js";

/** Streams of iperf 3 that would be refused: its server serves one client at a time (iperf3(1), -s). */
export function iperfProblems(lab: Lab, { traffic }: Sections): Problem[] {
  const before: Iperf3[] = [];
  return traffic.flatMap(({ value, path }) => {
    if (!isIperf3(value)) return [];
    const rivals = [...before, value];
    before.push(value);
    const origins = value.from ?? nodesOf(lab, "origin").map(({ name }) => name);
    const rival = rivals.find(
      (one) => mayMeet(one, value) && (one !== value || origins.length > 1),
    );
    if (!rival) return [];
    const who = rival === value ? origins.join(" and ") : `"${rival.id}" and "${value.id}"`;
    return [
      {
        code: "E_SCENARIO_REF",
        path: [...path, "version"],
        message: `iperf 3 serves one client at a time, and ${who} may reach the same device`,
        hint: "name one origin with `from`, or take iperf 2, which serves them all",
      },
    ];
  });
}

type Iperf3 = Extract<Traffic, { kind: "iperf" }>;

function isIperf3(traffic: Traffic): traffic is Iperf3 {
  return traffic.kind === "iperf" && traffic.version === 3;
}

function mayMeet(a: Iperf3, b: Iperf3): boolean {
  return a.to === b.to || a.to === ANYCAST || b.to === ANYCAST;
}
