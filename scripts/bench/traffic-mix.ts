import type { Random } from "../../src/packet/fixtures/random.js";
import { FLAG, NO_ID, type Segment } from "../../src/packet/index.js";
import { KINDS, type Kind, type Step } from "./connection-scripts.js";

const SECOND = 1e9;
const SERVICE_PORTS = [80, 443, 443, 443];
const FIRST_CLIENT_PORT = 32768;
const CLIENT_PORTS = 28000;
/** One connection in so many is IPv6, and one in so many is in a VLAN. */
const ONE_IN = 10;
const TTL = { client: 64, near: 57, far: 51 };
const BARE_HEADER = 20;
const FULL_HEADER = 32;

const TOTAL_WEIGHT = KINDS.reduce((sum, kind) => sum + kind.weight, 0);

/** A kind, each with the probability of its weight. */
export function drawKind(random: Random): Kind {
  let ticket = random.below(TOTAL_WEIGHT);
  for (const kind of KINDS) {
    ticket -= kind.weight;
    if (ticket < 0) return kind;
  }
  return KINDS[0] as Kind;
}

/** One connection that is being played. */
export class ScriptedConnection {
  readonly kind: Kind;
  /** When its next packet is sent, in nanoseconds from the capture's start. */
  due = 0;
  readonly #steps: Step[];
  readonly #isIpv6: boolean;
  readonly #vlan: number;
  readonly #client: number;
  readonly #clientPort: number;
  readonly #server: number;
  readonly #serverPort: number;
  #upSeq: number;
  #downSeq: number;
  #upBefore: number;
  #downBefore: number;
  #ipId: number;
  #next = 0;

  /**
   * @param number of the connection in the capture: gives every connection its own addresses and ports
   * @param extra packets that its transfer may have beyond the least that its kind needs
   */
  constructor(random: Random, number: number, kind: Kind, extra: number) {
    this.kind = kind;
    this.#steps = stepsOf(kind, extra);
    this.#isIpv6 = random.below(ONE_IN) === 0;
    this.#vlan = random.below(ONE_IN) === 0 ? 100 + random.below(3) : 0;
    this.#client = 0xc6120001 + Math.floor(number / CLIENT_PORTS) * 7 + (number % 5) * 0x4000;
    this.#clientPort = FIRST_CLIENT_PORT + (number % CLIENT_PORTS);
    this.#server = 0xcb007101 + random.below(16);
    this.#serverPort = SERVICE_PORTS[random.below(SERVICE_PORTS.length)] as number;
    this.#upSeq = this.#upBefore = random.word();
    this.#downSeq = this.#downBefore = random.word();
    this.#ipId = 1 + random.below(0xff00);
  }

  /** True until its first packet is sent. */
  get isFresh(): boolean {
    return this.#next === 0;
  }

  /** Packets that it has yet to send. */
  get left(): number {
    return this.#steps.length - this.#next;
  }

  /** Nanoseconds of silence that its script wants before the next packet. */
  get pause(): number {
    return (this.#steps[this.#next]?.pause ?? 0) * SECOND;
  }

  /** Fills the segment with the next packet. */
  emit(segment: Segment): void {
    const step = this.#steps[this.#next++] as Step;
    this.#address(segment, step.up);
    segment.vlan = this.#vlan;
    segment.flags = step.flags;
    segment.length = step.length;
    segment.ttl = step.up ? TTL.client : step.stray === "far" ? TTL.far : TTL.near;
    const bare = (step.flags & (FLAG.RST | FLAG.ACK)) === FLAG.RST;
    segment.headerLength = bare ? BARE_HEADER : FULL_HEADER;
    segment.hasTimestamp = bare ? 0 : 1;
    segment.tsVal = this.#next;
    segment.window = bare ? 0 : 502;
    segment.ipId = this.#isIpv6 ? NO_ID : bare ? 0 : (this.#ipId + this.#next) & 0xffff;
    this.#number(segment, step);
  }

  #address(segment: Segment, up: boolean): void {
    segment.family = this.#isIpv6 ? 6 : 4;
    const prefix = this.#isIpv6 ? 0x20010db8 : 0;
    const [src, dst] = up ? [this.#client, this.#server] : [this.#server, this.#client];
    segment.src0 = this.#isIpv6 ? prefix : src | 0;
    segment.dst0 = this.#isIpv6 ? prefix : dst | 0;
    segment.src3 = this.#isIpv6 ? src | 0 : 0;
    segment.dst3 = this.#isIpv6 ? dst | 0 : 0;
    segment.srcPort = up ? this.#clientPort : this.#serverPort;
    segment.dstPort = up ? this.#serverPort : this.#clientPort;
  }

  #number(segment: Segment, step: Step): void {
    if (step.again) {
      if (step.up) this.#upSeq = this.#upBefore;
      else this.#downSeq = this.#downBefore;
    }
    segment.seq = step.up ? this.#upSeq : this.#downSeq;
    segment.ack = step.flags & FLAG.ACK ? (step.up ? this.#downSeq : this.#upSeq) : 0;
    // A refusal has no number of its own: RFC 9293 section 3.10.7.1.
    if ((step.flags & FLAG.RST) !== 0 && this.kind.outcome === "refused") segment.seq = 0;
    const control = (step.flags & FLAG.SYN ? 1 : 0) + (step.flags & FLAG.FIN ? 1 : 0);
    if (step.up) {
      this.#upBefore = this.#upSeq;
      this.#upSeq = (this.#upSeq + step.length + control) | 0;
    } else {
      this.#downBefore = this.#downSeq;
      this.#downSeq = (this.#downSeq + step.length + control) | 0;
    }
  }
}

function stepsOf(kind: Kind, extra: number): Step[] {
  const { before, round, after } = kind;
  const rounds = round === undefined ? 0 : Math.floor(extra / round.length);
  return [...before, ...Array.from({ length: rounds }, () => round ?? []).flat(), ...after];
}
