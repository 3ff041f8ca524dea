import fc from "fast-check";
import { expect, test } from "vitest";
import { TimestampUnit } from "./pcapng-time.js";

const half = fc.integer({ min: 0, max: 0xffffffff });

test("any resolution, against whole-number arithmetic", () => {
  fc.assert(
    fc.property(half, half, fc.integer({ min: 0, max: 0xff }), (high, low, resolution) => {
      const unit = new TimestampUnit(resolution);
      unit.convert(high, low);
      const perSecond = (resolution & 0x80 ? 2n : 10n) ** BigInt(resolution & 0x7f);
      const units = (BigInt(high) << 32n) | BigInt(low);
      expect(unit.nanos).toBe(Number(((units % perSecond) * 1_000_000_000n) / perSecond));
      expect(unit.sec).toBe(Number(units / perSecond));
    }),
    { numRuns: 2000 },
  );
});
