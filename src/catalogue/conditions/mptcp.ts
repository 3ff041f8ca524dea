import { until, urlHost } from "../../core/index.js";
import { countEstablished, type NodeShell, setSysctl } from "../../driver/index.js";
import { stopServer } from "../../events/index.js";
import { type LabNode, NGINX_COMMAND, nodesOf, unicastOf } from "../../topology/index.js";
import type { ActiveCondition, ConditionContext } from "../condition.js";

const JOIN_DEADLINE_MS = 10_000;
const LIMITS = ["subflow", "4", "add_addr_accepted", "4"];

/**
 * Devices speak Multipath TCP and make every connection reachable by a way that no anycast route decides: each announces
 * its own unicast address (ADD_ADDR) and forbids further subflows to the anycast one (the C flag of MP_CAPABLE, RFC 8684
 * section 3.1; net.mptcp.allow_join_initial_addr_port).
 */
export async function offerUnicastSubflows(context: ConditionContext): Promise<ActiveCondition> {
  const { running } = context;
  const { lab } = running.spec;
  const origins = nodesOf(lab, "origin").map(({ name }) => running.node(name));
  for (const origin of origins) await raiseLimits(origin, context);
  for (const device of nodesOf(lab, "device")) await offer(device, context);
  return {
    ready: async () => {
      await Promise.all(origins.map((origin) => allHaveJoined(origin, context)));
    },
  };
}

// A connection has a second way only once its device has told the other address and a subflow to that is up.
async function allHaveJoined(
  origin: NodeShell,
  { running, family, signal }: ConditionContext,
): Promise<void> {
  const { lab } = running.spec;
  const anycast = `dst ${urlHost(lab.vip[family])}`;
  const unicast = nodesOf(lab, "device").map(
    (device) => `dst ${urlHost(unicastOf(device, family))}`,
  );
  const subflows = () => countEstablished(origin, "tcp", unicast.join(" or "));
  const connections = () => countEstablished(origin, "mptcp", anycast);
  await until(
    `every connection of ${origin.name} to have a second subflow`,
    async () => (await subflows()) >= (await connections()),
    { deadlineMs: JOIN_DEADLINE_MS, everyMs: 20, signal },
  );
}

async function offer(device: LabNode, context: ConditionContext): Promise<void> {
  const { running, family, scope } = context;
  const shell = running.node(device.name);
  const key = "net.mptcp.allow_join_initial_addr_port";
  await setSysctl(shell, scope, key, 0);
  await raiseLimits(shell, context);
  scope.defer(`MPTCP endpoint of ${shell.name}`, () => mptcp(shell, "endpoint", "flush"));
  await mptcp(shell, "endpoint", "add", unicastOf(device, family), "signal");
  scope.defer(`web server of ${shell.name}`, () => restart(shell, NGINX_COMMAND));
  await restart(shell, ["mptcpize", "run", ...NGINX_COMMAND]);
}

async function raiseLimits(shell: NodeShell, { scope }: ConditionContext): Promise<void> {
  const before = (await shell.exec(["ip", "mptcp", "limits"], { inside: "net" })).trim();
  scope.defer(`MPTCP limits of ${shell.name}`, () =>
    mptcp(shell, "limits", "set", ...before.split(/\s+/)),
  );
  await mptcp(shell, "limits", "set", ...LIMITS);
}

async function mptcp(shell: NodeShell, ...args: string[]): Promise<void> {
  await shell.exec(["ip", "mptcp", ...args], { inside: "net" });
}

// Whether a listening socket is Multipath TCP's is decided when it is made.
async function restart(shell: NodeShell, argv: readonly string[]): Promise<void> {
  await stopServer(shell);
  await shell.exec(argv);
}
