import { pause } from "../core/index.js";
import type { Step } from "../scenario/index.js";
import type { EventContext } from "./context.js";
import { carryOut } from "./seen.js";

type Drop = Extract<Step, { do: "drop" }>;

const TABLE = "inet shift_drop";

/** Drops every packet to and from the anycast address at a node for some time; no route changes. */
export async function dropAnycast(
  context: EventContext,
  { node, for: ms, background }: Drop,
): Promise<void> {
  const remove = await dropAt(context, node, "forward", "drop");
  const end = async () => {
    await pause(ms, context.signal);
    await carryOut(context, { event: "drop-end", target: node }, remove);
  };
  if (background) context.background(end());
  else await end();
}

/** A device stops to take packets to the anycast address until the end of the case; its BGP session stays up. */
export async function silenceDevice(context: EventContext, device: string): Promise<void> {
  await dropAt(context, device, "input", "silence");
}

// Returns what ends it; the end of the case does in any event.
async function dropAt(
  context: EventContext,
  node: string,
  hook: "forward" | "input",
  event: string,
): Promise<() => Promise<void>> {
  const { running, scope } = context;
  const shell = running.node(node);
  const { 4: v4, 6: v6 } = running.spec.lab.vip;
  const rules = `table ${TABLE} {
  chain ${hook} {
    type filter hook ${hook} priority -300; policy accept;
    ip daddr ${v4} drop
    ip saddr ${v4} drop
    ip6 daddr ${v6} drop
    ip6 saddr ${v6} drop
  }
}
`;
  const remove = scope.defer(`packet loss at ${node}`, async () => {
    await shell.exec(["nft", "delete", "table", ...TABLE.split(" ")]);
  });
  await carryOut(context, { event, target: node }, () =>
    shell.exec(["nft", "-f", "-"], { input: rules }),
  );
  return remove;
}
