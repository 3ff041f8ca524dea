import { FATES, plural } from "../core/index.js";
import type { Comparison, Tally } from "../verdict/index.js";

/** Both runs of a plan, fate by fate: a head, then a row for each. */
export function comparisonTable({ without, with: withIt }: Comparison) {
  const row = (name: string, side: Tally | null) => [
    name,
    ...FATES.map((fate) => (side ? String(side.counts[fate]) : "not known")),
    side ? String(side.connections) : "",
  ];
  return {
    head: ["the plan", ...FATES, "of"],
    rows: [row("without the mitigation", without), row("with the mitigation", withIt)],
  };
}

/** What a mitigation saves, costs and does not help against, a sentence each. */
export function comparisonLines({ saved, fewer, cost, notAgainst, ...runs }: Comparison): string[] {
  const sides = [
    ["without", runs.without],
    ["with", runs.with],
  ] as const;
  const isKnown = runs.without !== null && runs.with !== null;
  return [
    ...sides.flatMap(([word, side]) => (side ? uncounted(`${word} the mitigation`, side) : [])),
    ...(isKnown ? [savedText(saved)] : []),
    ...Object.entries(fewer).map(
      ([way, count]) => `${Math.abs(count)} ${count < 0 ? "more" : "fewer"} are lost as ${way}`,
    ),
    ...(cost ? [`cost: ${cost}`] : []),
    notAgainst === null
      ? "a mitigation of your own: it was tried against this plan alone"
      : `does not help against: ${notAgainst.join(", ") || "none of the catalogue's causes"}`,
  ];
}

function savedText(saved: number | null): string {
  if (saved === null) return "saved: none in all that chance does not explain";
  return saved < 0
    ? `worse: ${plural(-saved, "connection")} more ${saved === -1 ? "is" : "are"} lost than without the mitigation`
    : `saved: ${plural(saved, "connection")}`;
}

// What the table leaves out, and why.
function uncounted(where: string, { again, early, late, further }: Tally): string[] {
  return [
    ...FATES.flatMap((fate) => {
      const sets = again?.[fate];
      return sets
        ? [
            `${where} ${plural(sets, "keep-alive set")} ${sets === 1 ? "was" : "were"} lost as ${fate}, too, after a first loss in another way: bounds count both`,
          ]
        : [];
    }),
    ...(early
      ? [
          `${where} ${plural(early, "connection")} more had ended before the first event: not counted`,
        ]
      : []),
    ...(late
      ? [`${where} ${plural(late, "connection")} more began after the last event: not counted`]
      : []),
    ...(further
      ? [
          `${where} ${plural(further, "further connection")} went on with what another had begun: a download counts once, by its last one, a keep-alive set once, as lost where one was`,
        ]
      : []),
  ];
}
