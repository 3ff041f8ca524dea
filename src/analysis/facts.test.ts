import { expect, test } from "vitest";
import { SIDE, type SideView } from "../engine/index.js";
import { tailRetriesOf, ttlsText } from "./facts.js";

const side = (parts: Partial<SideView>) =>
  ({ facts: 0, ttls: 0, tailRetries: 0, ...parts }) as SideView;

test("TTLs are told in order, without that of copies, and whether there were more", () => {
  expect(ttlsText(side({ ttls: 57 }))).toBe("57");
  expect(ttlsText(side({ ttls: 57 | (64 << 8) }))).toBe("57, 64");
  const copies = 63 << SIDE.COPY_TTL_SHIFT;
  expect(ttlsText(side({ ttls: 57 | copies, facts: SIDE.COPY_TTL }))).toBe("57");
  const four = 57 | (58 << 8) | (59 << 16) | copies;
  expect(ttlsText(side({ ttls: four }))).toBe("57, 58, 59, 63");
  expect(ttlsText(side({ ttls: 57, facts: SIDE.MANY_TTLS }))).toBe("57 and others");
});

test("a segment is repeated at the end only while nothing has followed it", () => {
  expect(tailRetriesOf(side({ tailRetries: 3, facts: SIDE.REPEATING }))).toBe(3);
  expect(tailRetriesOf(side({ tailRetries: 3 }))).toBe(0);
});
