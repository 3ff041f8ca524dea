import { pause } from "../core/index.js";
import { loadTable } from "../driver/index.js";
import type { Step } from "../scenario/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";

type Passing = Extract<Step, { do: "drop" | "reject" }>;

// Each event has a table of its own, also those of different processes: the end of one is not the end of another.
let tables = 0;

/** Drops every packet to and from the anycast address at a hop for some time; no route changes. */
export function dropAnycast(context: EventContext, step: Passing): Promise<void> {
  return filterForTime(context, step, (vip) => [`${vip("daddr")} drop`, `${vip("saddr")} drop`]);
}

/** Answers every TCP packet to the anycast address by a RST at a hop for some time. */
export function rejectAnycast(context: EventContext, step: Passing): Promise<void> {
  return filterForTime(context, step, (vip) => [
    `${vip("daddr")} meta l4proto tcp reject with tcp reset`,
  ]);
}

/** A device stops to take packets to the anycast address until the end of the case; its BGP session stays up. */
export async function silenceDevice(context: EventContext, device: string): Promise<void> {
  await filter(context, device, "input", "silence", (vip) => [`${vip("daddr")} drop`]);
}

/** Rules from the match of the anycast address as source or destination. */
type Rules = (vip: (side: "saddr" | "daddr") => string) => string[];

async function filterForTime(
  context: EventContext,
  { do: event, node, for: ms, background }: Passing,
  rules: Rules,
): Promise<void> {
  const remove = await filter(context, node, "forward", event, rules);
  const end = async () => {
    try {
      await pause(ms, context.signal);
    } finally {
      await carryOut(context, { event: `${event}-end`, target: node }, remove);
    }
  };
  if (background) context.background(end());
  else await end();
}

// Returns what ends it; the end of the case does in any event.
async function filter(
  context: EventContext,
  node: string,
  hook: "forward" | "input",
  event: string,
  rules: Rules,
): Promise<() => Promise<void>> {
  const { running, scope } = context;
  const { 4: v4, 6: v6 } = running.spec.lab.vip;
  const lines = [
    ...rules((side) => `ip ${side} ${v4}`),
    ...rules((side) => `ip6 ${side} ${v6}`),
  ].join("\n    ");
  const body = `  chain ${hook} {
    type filter hook ${hook} priority -300; policy accept;
    ${lines}
  }
`;
  return carryOut(context, { event, target: node }, () =>
    loadTable(running.node(node), scope, {
      name: `inet shift_${event}_${process.pid}_${++tables}`,
      body,
    }),
  );
}
