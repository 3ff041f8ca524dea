import { plural, type Verdict } from "../../core/index.js";
import type { Expectation } from "../../scenario/index.js";
import type { JudgedConnection } from "../correlate.js";
import type { Chart, Share, TransfersSeen } from "../document.js";
import type { CaseEvidence } from "../evidence.js";
import type { Foretold } from "../oracle.js";
import { ENOUGH, withinChance } from "../statistics.js";

/** What a check has to decide on. */
export interface CheckInput {
  evidence: CaseEvidence;
  /** The connections of the traffic that the expectation is about. */
  connections: JudgedConnection[];
  /** Those of all traffic. */
  all: readonly JudgedConnection[];
  /** What the oracle foretold of each held connection, and where its packets went. */
  oracle: ReadonlyMap<JudgedConnection, readonly Foretold[]>;
}

/** What a check found. */
export interface CheckResult {
  text: string;
  verdict: Verdict;
  evidence: string;
  shares?: Share[];
  charts?: Chart[];
  transfers?: TransfersSeen;
}

/** A check for one kind of expectation. */
export type Check<K extends Expectation["that"]> = (
  expectation: Extract<Expectation, { that: K }>,
  input: CheckInput,
) => CheckResult;

/** A connection in one line, for evidence. */
export function describe({ result, said }: JudgedConnection): string {
  const devices = result.devices.length > 0 ? ` at ${result.devices.join(" then ")}` : "";
  const by = result.reset?.by === "client" ? " by the client" : "";
  const cut = said?.said === "cut" ? " before its answer was whole" : "";
  return `${result.client} to ${result.server} ${result.outcome}${by}${cut}${devices}: ${result.sequence}`;
}

/** Holds shares to theory, within chance; of too few connections to do so it says that. */
export function besideTheory(text: string, evidence: string, shares: Share[]): CheckResult {
  const verdict = withinChance(shares);
  const why =
    verdict === "inconclusive"
      ? `too few: any count of ${shares[0]?.total} would be within chance, ${ENOUGH} can always tell; `
      : "";
  return { text, verdict, evidence: why + evidence, shares };
}

/** Passes when every connection meets a condition, and names the first that does not. */
export function everyOne(
  text: string,
  connections: readonly JudgedConnection[],
  meets: (connection: JudgedConnection) => boolean,
): CheckResult {
  const offenders = connections.filter((connection) => !meets(connection));
  const example = offenders[0] ?? connections[0];
  return {
    text,
    verdict: offenders.length === 0 ? "pass" : "fail",
    evidence: `${connections.length - offenders.length} of ${plural(connections.length, "connection")}; ${
      offenders.length === 0 ? "for example" : "not"
    } ${example ? describe(example) : "any"}`,
  };
}

/** True for a connection that closed and took nothing from its program. */
export function isClosed({ result, said }: JudgedConnection): boolean {
  return result.outcome === "closed" && said?.said !== "cut";
}

/** True for a connection that the server's side reset. */
export function isReset({ result }: JudgedConnection): boolean {
  return result.outcome === "reset" && result.reset?.by === "server";
}
