import type { Problem } from "../problem.js";
import type { Sections } from "./sections.js";

// Smallest MTU that IPv6 works over (RFC 8200 section 5).
const IPV6_MIN_MTU = 1280;

/** Families that are listed twice, and links too narrow for IPv6. */
export function familyProblems({ families, conditions }: Sections): Problem[] {
  const listed = families.map(({ value }) => value);
  const twice = families.filter(({ value }, index) => listed.indexOf(value) < index);
  const narrow = conditions.filter(
    ({ value }) => value.kind === "mtu" && value.value < IPV6_MIN_MTU && listed.includes(6),
  );
  return [
    ...twice.map(
      ({ value, path }): Problem => ({
        code: "E_SCENARIO_SCHEMA",
        path,
        message: `family ${value} is listed twice`,
        hint: "a scenario runs once in each family: [4], [6] or [4, 6]",
      }),
    ),
    ...narrow.map(
      ({ path }): Problem => ({
        code: "E_SCENARIO_SCHEMA",
        path: [...path, "value"],
        message: `IPv6 needs an MTU of at least ${IPV6_MIN_MTU}`,
        hint: "raise the MTU, or take 6 out of families",
      }),
    ),
  ];
}
