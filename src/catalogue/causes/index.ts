import type { Cause } from "../cause.js";
import { balancerLost } from "./balancer-lost.js";
import { deviceSilent } from "./device-silent.js";
import { ecnInHash } from "./ecn-in-hash.js";
import { flapActive, flapIdle } from "./flap.js";
import { flowLabelRto } from "./flow-label-rto.js";
import { fragments } from "./fragments.js";
import { hashSeed } from "./hash-seed.js";
import { linkDown } from "./link-down.js";
import { moduloRehash } from "./modulo-rehash.js";
import { pathChange } from "./path-change.js";
import { perPacket } from "./per-packet.js";
import { returned } from "./return.js";
import { tooBigMisdelivered } from "./too-big-misdelivered.js";
import { ttlInHash } from "./ttl-in-hash.js";
import { withdrawFirst, withdrawLast, withdrawMiddle } from "./withdraw.js";

/** Every cause, in the order of reports. A new one is a file here and a line in this list. */
export const causes: readonly Cause[] = [
  withdrawFirst,
  withdrawMiddle,
  withdrawLast,
  linkDown,
  deviceSilent,
  returned,
  pathChange,
  flapActive,
  flapIdle,
  perPacket,
  moduloRehash,
  ecnInHash,
  ttlInHash,
  balancerLost,
  hashSeed,
  fragments,
  tooBigMisdelivered,
  flowLabelRto,
];
