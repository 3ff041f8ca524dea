import type { Traffic } from "../scenario/index.js";
import { startCurl } from "./curl.js";
import { startHeld } from "./held/held.js";
import { startIperf } from "./iperf.js";
import { startKeepAlive } from "./keep-alive.js";
import type { RunningTraffic, TrafficContext } from "./traffic.js";

export { type RunningTraffic, randomPort, SourcePorts, type TrafficContext } from "./traffic.js";

/** Starts one traffic of a scenario. */
export function startTraffic(traffic: Traffic, context: TrafficContext): RunningTraffic {
  switch (traffic.kind) {
    case "curl":
      return startCurl(traffic, context);
    case "keep-alive":
      return startKeepAlive(traffic, context);
    case "held":
      return startHeld(traffic, context);
    case "iperf":
      return startIperf(traffic, context);
  }
}
