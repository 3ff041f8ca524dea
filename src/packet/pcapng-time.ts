const NANOS_PER_SECOND = 1_000_000_000;
const LIMB = 0x1_0000;

/** Turns the 64-bit timestamps of one interface into seconds and nanoseconds (draft-ietf-opsawg-pcapng, if_tsresol). */
export class TimestampUnit {
  sec = 0;
  nanos = 0;
  readonly #unitsPerSecond: bigint;
  readonly #offsetSec: number;
  /** Units per second where long division by a double is exact, else 0. */
  readonly #exactDivisor: number;

  /**
   * @param resolution the if_tsresol byte: 10^-n, or 2^-n with the top bit set; 6 (microseconds) is the default
   * @param offsetSec if_tsoffset: seconds to add
   */
  constructor(resolution = 6, offsetSec = 0) {
    const exponent = BigInt(resolution & 0x7f);
    this.#unitsPerSecond = (resolution & 0x80 ? 2n : 10n) ** exponent;
    this.#offsetSec = offsetSec;
    const divides = 1_000_000_000n % this.#unitsPerSecond === 0n;
    this.#exactDivisor = divides ? Number(this.#unitsPerSecond) : 0;
  }

  /** Sets `sec` and `nanos` to the moment of a timestamp given by its two 32-bit halves. */
  convert(high: number, low: number): void {
    if (this.#exactDivisor === 0) this.#convertSlowly(high, low);
    else this.#divide(high, low, this.#exactDivisor);
    this.sec += this.#offsetSec;
  }

  /** Long division in 16-bit limbs: every intermediate value stays below 2^53, where doubles are exact. */
  #divide(high: number, low: number, divisor: number): void {
    let rest = high % divisor;
    let quotient = Math.floor(high / divisor);
    for (const limb of [low >>> 16, low & 0xffff]) {
      const value = rest * LIMB + limb;
      quotient = quotient * LIMB + Math.floor(value / divisor);
      rest = value % divisor;
    }
    this.sec = quotient;
    this.nanos = rest * (NANOS_PER_SECOND / divisor);
  }

  #convertSlowly(high: number, low: number): void {
    const units = (BigInt(high) << 32n) | BigInt(low >>> 0);
    this.sec = Number(units / this.#unitsPerSecond);
    this.nanos = Number(((units % this.#unitsPerSecond) * 1_000_000_000n) / this.#unitsPerSecond);
  }
}
