import { HTTP_PORT, IPERF2_PORT, IPERF3_PORT } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { nodesOf } from "../topology/index.js";

const SERVICE_PORTS = [HTTP_PORT, IPERF2_PORT, IPERF3_PORT];

/**
 * Ends every TCP connection that an earlier case left on an origin or a device. A device whose connection shifted away
 * keeps its socket; a later connection with the same ports that lands there would stall without a RST.
 */
export async function killLeftoverSockets(running: RunningLab): Promise<void> {
  const { lab } = running.spec;
  const kill = async (node: string, side: "sport" | "dport") => {
    const filter = SERVICE_PORTS.map((port) => `${side} = :${port}`).join(" or ");
    // "connected": also half-open ones, whose SYN-ACKs would be sent again into the next case, and no listener.
    await running
      .node(node)
      .exec(["ss", "--kill", "--tcp", "--numeric", "--no-header", "state", "connected", filter]);
  };
  await Promise.all([
    ...nodesOf(lab, "origin").map(({ name }) => kill(name, "dport")),
    ...nodesOf(lab, "device").map(({ name }) => kill(name, "sport")),
  ]);
}
