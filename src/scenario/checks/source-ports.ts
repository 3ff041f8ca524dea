import type { Problem } from "../problem.js";
import type { HeldTraffic } from "../traffic-schema.js";
import type { Sections } from "./sections.js";

/** Held connections that are to use source ports again which nothing can have left to them. */
export function sourcePortProblems({ traffic, timeline }: Sections): Problem[] {
  const byId = new Map(traffic.map(({ value }) => [value.id, value]));
  const opens = (id: string) =>
    timeline.findIndex(({ value }) => value.do === "open" && value.traffic === id);
  return traffic.flatMap(({ value, path }) => {
    const named = value.kind === "held" && value.portsOf ? byId.get(value.portsOf) : undefined;
    // Unknown or faulty traffic has been reported as such.
    if (value.kind !== "held" || !named) return [];
    const say = (key: keyof HeldTraffic, message: string, hint: string): Problem[] => [
      { code: "E_SCENARIO_REF", path: [...path, key], message, hint },
    ];
    if (named.kind !== "held") {
      const ids = traffic.flatMap(({ value: one }) => (one.kind === "held" ? one.id : []));
      return say(
        "portsOf",
        `"${named.id}" is ${named.kind} traffic, and keeps no ports`,
        `held traffic: ${ids.join(", ")}`,
      );
    }
    if (!value.later || (named.later && opens(named.id) >= opens(value.id))) {
      return say(
        "portsOf",
        `none of "${named.id}" can have broken when "${value.id}" opens`,
        `name other traffic, which an \`open\` step of "${value.id}" comes after`,
      );
    }
    if (value.count > named.count) {
      return say(
        "count",
        `"${named.id}" has ${named.count} ports at each origin, not ${value.count}`,
        "no more connections than that can use them again",
      );
    }
    const { from } = named;
    if (!from || value.from?.every((origin) => from.includes(origin))) return [];
    return say(
      value.from ? "from" : "portsOf",
      `"${named.id}" has connections from ${from.join(", ")} only`,
      `from: [${from.join(", ")}] in "${value.id}", or some of them`,
    );
  });
}
