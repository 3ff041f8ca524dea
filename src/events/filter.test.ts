import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { dropAnycast, rejectAnycast, silenceDevice } from "./filter.js";
import { toldContext } from "./fixtures/told-context.js";
import { toldLab } from "./fixtures/told-lab.js";
import { setTtl } from "./ttl.js";

const { 4: v4, 6: v6 } = shippedLab("cluster").vip;
const CORE = { node: "core", for: 1, background: false } as const;

/** A lab, what acts on it, and the rules that its nodes were told. */
function ruled(parts: Parameters<typeof toldContext>[1] = {}) {
  const lab = toldLab(shippedLab("cluster"));
  const rules = () =>
    lab.told.flatMap((line) => line.match(/(?<=^ +)(type filter hook \w+|ip6? .*)/gm) ?? []);
  return { ...toldContext(lab, parts), rules, told: lab.told };
}

test("packets are dropped on their way in both families and directions, for a time", async () => {
  const { context, events, rules, told } = ruled();
  await dropAnycast(context, { do: "drop", ...CORE });
  expect(rules()).toEqual([
    "type filter hook forward",
    `ip daddr ${v4} drop`,
    `ip saddr ${v4} drop`,
    `ip6 daddr ${v6} drop`,
    `ip6 saddr ${v6} drop`,
  ]);
  const names = events.map(({ event, target }) => `${event} ${target}`);
  expect(names).toEqual(["drop core", "drop-end core"]);
  expect(told.at(-1)).toMatch(/delete table inet shift_drop_\S+\n$/);
});

test("those to the devices are answered, and those that a device takes are dropped by itself", async () => {
  const rejected = ruled();
  await rejectAnycast(rejected.context, { do: "reject", ...CORE });
  expect(rejected.rules()).toEqual([
    "type filter hook forward",
    `ip daddr ${v4} meta l4proto tcp reject with tcp reset`,
    `ip6 daddr ${v6} meta l4proto tcp reject with tcp reset`,
  ]);
  const silent = ruled();
  await silenceDevice(silent.context, "dest2");
  expect(silent.told[0]).toMatch(/^dest2: nft/);
  expect(silent.rules()).toEqual([
    "type filter hook input",
    `ip daddr ${v4} drop`,
    `ip6 daddr ${v6} drop`,
  ]);
});

test("the end of one is recorded, and comes, also when it is interrupted", async () => {
  const interruption = new AbortController();
  const { context, events, told } = ruled({ signal: interruption.signal });
  const dropped = dropAnycast(context, { do: "drop", ...CORE, for: 3_600_000 });
  interruption.abort();
  await expect(dropped).rejects.toMatchObject({ code: "E_INTERRUPTED" });
  expect(events.map(({ event }) => event)).toEqual(["drop", "drop-end"]);
  expect(told).toHaveLength(2);
});

test("what goes on in the background has a table of its own", async () => {
  const work: Promise<void>[] = [];
  const { context, events, told } = ruled({ background: (one) => void work.push(one) });
  for (let times = 0; times < 2; times++)
    await dropAnycast(context, { do: "drop", ...CORE, background: true, for: 20 });
  expect(events.map(({ event }) => event)).toEqual(["drop", "drop"]);
  await Promise.all(work);
  expect(events.map(({ event }) => event)).toEqual(["drop", "drop", "drop-end", "drop-end"]);
  expect(new Set(told.map((line) => /delete table (.*)/.exec(line)?.[1])).size).toBe(2);
});

test("packets of both families leave a hop with the TTL", async () => {
  const { context, events, rules } = ruled();
  await setTtl(context, { do: "ttl", node: "first1", value: 40 });
  expect(events).toMatchObject([{ event: "ttl", target: "first1" }]);
  expect(rules().slice(1)).toEqual([
    `ip daddr ${v4} ip ttl set 40`,
    `ip6 daddr ${v6} ip6 hoplimit set 40`,
  ]);
});
