import type { Expectation } from "../expectation-schema.js";
import type { Problem } from "../problem.js";
import { ANYCAST } from "../references.js";
import type { Step } from "../step-schema.js";
import type { Traffic } from "../traffic-schema.js";
import type { Entry, Sections } from "./sections.js";

/** What traffic an expectation can be judged on; one that is not listed takes any. */
const JUDGES: {
  [That in Expectation["that"]]?: { of: string; fits: (traffic: Traffic) => boolean };
} = {
  "fragments-only": {
    of: "uploads by curl",
    fits: (traffic) => traffic.kind === "curl" && traffic.direction === "upload",
  },
  "grows-with-size": {
    // What `retry` asks for is the rest of a size, as another connection.
    of: "curl traffic of two sizes or more without `retry`",
    fits: (traffic) =>
      traffic.kind === "curl" && new Set(traffic.sizes).size > 1 && traffic.retry === undefined,
  },
  "next-request-reset": {
    of: "keep-alive traffic over one connection",
    fits: (traffic) => traffic.kind === "keep-alive" && !traffic.separate,
  },
  whole: {
    of: "curl traffic with `retry`",
    fits: (traffic) => traffic.kind === "curl" && traffic.retry !== undefined,
  },
  share: { of: "held connections", fits: (traffic) => traffic.kind === "held" },
  foretold: {
    of: "held connections to the anycast address",
    fits: (traffic) => traffic.kind === "held" && traffic.to === ANYCAST,
  },
};

// Events of the traffic itself.
const OF_TRAFFIC = new Set<Step["do"]>(["open", "probe", "abort"]);

/** Expectations that their traffic cannot meet or miss: another kind of traffic, or a probe that never happens. */
export function expectationProblems({ expect, traffic, timeline }: Sections): Problem[] {
  const byId = new Map(traffic.map(({ value }) => [value.id, value]));
  return expect.flatMap(({ value, path }) => {
    const judged = byId.get(value.of);
    const rule = JUDGES[value.that];
    // Faulty or unknown traffic has been reported as such.
    if (!judged) return [];
    if (rule && !rule.fits(judged)) {
      return [
        {
          code: "E_SCENARIO_REF",
          path: [...path, "of"],
          message: `${value.that} judges ${rule.of}, which "${judged.id}" is not`,
          hint: `traffic that it can judge: ${fitting(traffic, rule.fits)}`,
        } satisfies Problem,
      ];
    }
    if (judged.kind === "held" && value.that !== "share" && !meetsChanges(judged.id, timeline)) {
      return [
        {
          code: "E_SCENARIO_REF",
          path: [...path, "of"],
          message: `nothing uses the connections of "${judged.id}" after a change of the lab, so they show none`,
          hint: `add { do: probe, traffic: ${judged.id} } to the timeline, after what they are to meet`,
        } satisfies Problem,
      ];
    }
    const probes = timeline.filter(
      ({ value: step }) => step.do === "probe" && step.traffic === value.of,
    ).length;
    if (value.that !== "share" || value.probe <= probes) return [];
    return [
      {
        code: "E_SCENARIO_REF",
        path: [...path, "probe"],
        message: `there is no probe ${value.probe} of "${value.of}": the timeline has ${probes}`,
        hint: `add { do: probe, traffic: ${value.of} } to the timeline, or name an earlier probe`,
      } satisfies Problem,
    ];
  });
}

function fitting(traffic: Entry<Traffic>[], fits: (traffic: Traffic) => boolean): string {
  const ids = traffic.flatMap(({ value }) => (fits(value) ? [value.id] : []));
  return ids.join(", ") || "none";
}

// A connection that is idle to its end learns of a change only there, when its program has all that it asked for.
function meetsChanges(held: string, timeline: Entry<Step>[]): boolean {
  const steps = timeline.map(({ value }) => value);
  const change = steps.findIndex((step) => !OF_TRAFFIC.has(step.do));
  const uses = (step: Step, isLater: boolean) => {
    // One that is not waited for may be under way at the change.
    if (step.do === "probe") return step.traffic === held && (isLater || step.background);
    return step.do === "abort" && step.traffic === held && isLater;
  };
  return change < 0 || steps.some((step, index) => uses(step, index > change));
}
