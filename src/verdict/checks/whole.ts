import { plural } from "../../core/index.js";
import type { TransfersSeen } from "../document.js";
import type { Check, CheckInput } from "./check.js";

/** Every transfer arrived whole, over however many connections: what its user sees, and not what TCP does. */
export const whole: Check<"whole"> = ({ of }, input) => {
  const text = `every transfer of "${of}" arrives whole, over one connection or several`;
  const seen = transfersSeen(of, input);
  const { transfers, broke, connections } = seen;
  if (broke === 0) {
    return {
      text,
      verdict: "inconclusive",
      evidence: "no transfer broke: nothing went on",
      transfers: seen,
    };
  }
  return {
    text,
    verdict: seen.whole === transfers ? "pass" : "fail",
    evidence: `${seen.whole} of ${transfers} whole; ${broke} broke and took ${plural(connections - transfers, "connection")} more`,
    transfers: seen,
  };
};

function transfersSeen(of: string, { connections }: CheckInput): TransfersSeen {
  const byTransfer = new Map<number, { size: number; got: number; connections: number }>();
  for (const { said } of connections) {
    if (said?.transfer === undefined) continue;
    const { transfer, size = 0, bytes = 0 } = said;
    const known = byTransfer.get(transfer) ?? { size: 0, got: 0, connections: 0 };
    byTransfer.set(transfer, {
      // The first connection asks for all of it, the others for what is left.
      size: Math.max(known.size, size),
      got: known.got + bytes,
      connections: known.connections + 1,
    });
  }
  const all = [...byTransfer.values()];
  return {
    traffic: of,
    transfers: all.length,
    whole: all.filter(({ got, size }) => got === size).length,
    broke: all.filter(({ got, size, connections: used }) => used > 1 || got < size).length,
    connections: all.reduce((sum, { connections: used }) => sum + used, 0),
  };
}
