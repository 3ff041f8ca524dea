import type { Mitigation } from "../mitigation.js";
import { silenced, UNHARMED } from "../theory.js";

/** Time instead of an answer: a client that hears nothing sends again, perhaps when the route is right once more. */
export const rstSuppression: Mitigation = {
  id: "rst-suppression",
  name: "RST suppression at the devices",
  about:
    "Devices do not send the RST of a host that has no socket for a packet. The client retransmits, and reaches its own device again where the change was short.",
  source: "RFC 9293 section 3.5.2, RFC 6298 section 5; nftables at the devices' output",
  cost: "one rule at each device",
  breaks:
    "what does not come back stalls until the client gives up, 15 minutes with Linux defaults (net.ipv4.tcp_retries2); what clients send to a server that was restarted stalls as well",
  needs: { probes: ["nftables"] },
  notFor: (cause) =>
    cause.kind === "per-packet"
      ? "each retransmission reaches its own device by chance, so there is nothing to foretell"
      : undefined,
  apply: (plan, cause) => ({
    ...plan,
    conditions: [...plan.conditions, { kind: "rst-suppression" }],
    // No answer comes within the gap: the flap has to end while the probe waits.
    timeline: plan.timeline.map((step) =>
      cause.kind === "flap" && step.do === "probe" ? { ...step, background: true } : step,
    ),
  }),
  theory: (cause, cell) =>
    // Retransmissions are not ECN-capable (RFC 3168 section 6.1.5): they take the way of the handshake, to its device.
    cause.kind === "flap" || cause.id === "ecn-in-hash" ? UNHARMED : silenced(cause.theory(cell)),
};
