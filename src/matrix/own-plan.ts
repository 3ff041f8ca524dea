import { readFileSync } from "node:fs";
import {
  type Cause,
  type CauseKind,
  type CellPlan,
  findMitigation,
  type Mitigation,
  whyNot,
} from "../catalogue/index.js";
import { caseId, errorsOf, ShiftError, type SourcePlace } from "../core/index.js";
import type { PlannedCase } from "../run/index.js";
import {
  type ConditionInput,
  choosesAt,
  parseYaml,
  type Scenario,
  type ScenarioInput,
  STABLE_FIELDS,
  type Step,
} from "../scenario/index.js";
import { anycastMembers, ecmpHop } from "../topology/index.js";
import { type CellFolders, writtenCase } from "./cell-file.js";
import { theoryOf } from "./cell-spec.js";

/** What a scenario's steps do, in the words that mitigations are told by. */
const KIND_OF_STEP: Partial<Record<Step["do"], CauseKind>> = {
  withdraw: "member-lost",
  announce: "member-returned",
  flap: "flap",
  "link-down": "link-lost",
  silence: "member-silent",
  prepend: "path-moved",
  ttl: "hash-input",
  reseed: "reseeded",
};

/**
 * A scenario with the mitigation that it names put into its conditions and traffic; one that names none, or has its own,
 * is returned as it is.
 * @throws ShiftError E_USAGE for a mitigation that is unknown or makes no sense with this scenario; AggregateError of all
 * that is wrong with the two together. All are told where the scenario's own file names the mitigation.
 */
export function withMitigation(planned: PlannedCase, folders: CellFolders): PlannedCase {
  const { scenario, family, lab } = planned;
  if (typeof scenario.mitigation !== "string") return planned;
  const mitigation = findMitigation(scenario.mitigation);
  const yaml = parseYaml(readFileSync(planned.file, "utf8"), planned.file);
  if (Array.isArray(yaml)) throw new AggregateError(yaml);
  // Without it, bounds are none of the written case's: they stand in the plan's own.
  const { mitigation: _, bounds: __, ...raw } = yaml.value as ScenarioInput;
  const cause = causeOf(planned, raw);
  const cell = cellOf(planned);
  const reason = whyNot(cause, mitigation, cell);
  const place = yaml.placeOfKey(["mitigation"]);
  if (reason) throw new ShiftError({ code: "E_USAGE", message: reason, place });
  const { traffic, timeline } = scenario;
  const unfit = mitigation.notOn?.({ topology: lab.topology, traffic, timeline });
  if (unfit) {
    const message = `${mitigation.id} cannot be shown on this plan: ${unfit.why}`;
    throw new ShiftError({ code: "E_USAGE", message, hint: unfit.hint, place });
  }
  const bare = cause.plan(cell);
  const { choosers, balancer, ...plan } = mitigation.apply(bare, cause, cell);
  const changed = balancer ? choosers.map((node) => ({ ...balancer, node })) : [];
  const choice = balancer === bare.balancer ? ownChoice(planned, raw) : changed;
  const mitigated = { ...raw, ...plan, conditions: [...choice, ...plan.conditions] };
  try {
    return writtenCase({ ...mitigated, families: [family] }, family, folders);
  } catch (thrown) {
    throw new AggregateError(
      errorsOf(thrown).map((error) => atMitigation(error, mitigation, place)),
    );
  }
}

// Whoever wrote the plan knows its file alone, and not the one that it was put together in.
function atMitigation(error: unknown, { id }: Mitigation, place: SourcePlace): unknown {
  if (!(error instanceof ShiftError) || error.place === undefined) return error;
  const { code, hint } = error;
  const message = `with the mitigation ${id}: ${error.message}`;
  return new ShiftError({ code, message, ...(hint && { hint }), place, cause: error });
}

/** The same scenario without its mitigation, at the clients too: whatever comes of it is only counted. */
export function withoutMitigation(planned: PlannedCase): PlannedCase {
  const { mitigation, ...rest } = planned.scenario;
  const builtIn = typeof mitigation === "string" ? findMitigation(mitigation) : undefined;
  const scenario: Scenario = {
    ...rest,
    traffic: rest.traffic.map((one) => builtIn?.without?.(one) ?? one),
    name: `${rest.name}-without`,
    title: `${rest.title}, without the mitigation`,
    expect: rest.traffic.map(({ id }) => ({
      that: "most-reset",
      of: id,
      atLeast: 0,
      onHandshake: 0,
    })),
  };
  return { ...planned, id: caseId({ ...planned, name: scenario.name }), scenario };
}

/**
 * The causes of the catalogue that a mitigation changes nothing about, or is not for, with as many members as a plan has.
 * One that changes what users see helps wherever connections break.
 */
export function helpsNotAgainst(
  mitigation: Mitigation,
  causes: readonly Cause[],
  planned: PlannedCase,
): string[] {
  const cell = cellOf(planned);
  return causes
    .filter((cause) => {
      if (mitigation.notFor(cause)) return true;
      const without = { cause, mitigation: undefined, cell };
      const { survived } = theoryOf(without);
      const withIt = mitigation.forUsers ? 1 : theoryOf({ ...without, mitigation }).survived;
      return withIt <= survived;
    })
    .map(({ id }) => id);
}

function cellOf({ lab, family, scenario }: PlannedCase) {
  // Ways, which need not be devices: those of an own topology may stand behind further hops.
  const members = anycastMembers(lab, ecmpHop(lab).name).length;
  const connections = scenario.traffic.reduce(
    (sum, traffic) => sum + ("count" in traffic ? traffic.count : traffic.streams),
    0,
  );
  return { members, family, connections };
}

// A scenario of one's own as a cause: mitigations are told what it does, and change its plan.
function causeOf({ scenario, lab }: PlannedCase, raw: Omit<ScenarioInput, "mitigation">): Cause {
  const { topology, conditions = [], traffic, timeline = [], expect } = raw;
  const kind = scenario.timeline.flatMap((step) => KIND_OF_STEP[step.do] ?? [])[0];
  const choice = ownChoice({ lab }, raw);
  const balancer = balancerOf(choice);
  const plan: CellPlan = {
    topology: typeof topology === "string" ? { name: topology, with: {} } : topology,
    choosers: [ecmpHop(lab).name],
    ...(balancer && { balancer }),
    conditions: conditions.filter((condition) => !choice.includes(condition)),
    traffic,
    timeline: [...timeline],
    expect,
  };
  return {
    id: scenario.name,
    name: scenario.title,
    kind: kind ?? kindOfBalancer(balancer) ?? "member-lost",
    about: scenario.about,
    source: "",
    needs: {},
    exposes: "",
    signature: "",
    lookAlike: "",
    plan: () => plan,
    theory: () => ({ own: 0, collateral: 0, stalled: 0 }),
  };
}

// Conditions by which the ECMP hop of a scenario chooses.
function ownChoice(
  { lab }: Pick<PlannedCase, "lab">,
  { conditions = [] }: Pick<ScenarioInput, "conditions">,
) {
  const hop = ecmpHop(lab).name;
  return conditions.filter((condition) => choosesAt(hop, condition));
}

// What nft or an agent chooses comes before the kernel's hash; of several sysctls the last one is in force.
function balancerOf(choice: readonly ConditionInput[]): CellPlan["balancer"] {
  const deciding = choice.find(({ kind }) => kind !== "sysctl") ?? choice.at(-1);
  if (!deciding || !("node" in deciding)) return undefined;
  const { node: _, ...balancer } = deciding;
  return balancer;
}

// What breaks connections where nothing is done to them.
function kindOfBalancer(balancer: CellPlan["balancer"]): CauseKind | undefined {
  if (balancer?.kind === "packet-spray") return "per-packet";
  const isUnstable =
    balancer?.kind === "sysctl" ||
    (balancer?.kind === "balance" &&
      balancer.fields?.some((field) => !STABLE_FIELDS.includes(field)));
  return isUnstable ? "hash-input" : undefined;
}
