import { describe, expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { EventRecord } from "../core/index.js";
import { interfaceTowards, type LinkName, nodeOf } from "../topology/index.js";
import type { FibMessage } from "./fib-watch.js";
import { toldContext } from "./fixtures/told-context.js";
import { toldLab } from "./fixtures/told-lab.js";
import { devicesOf, othersDown, setLink } from "./link.js";

const tier = shippedLab("tier");
const event = (name: string, target: string): EventRecord => ({
  event: name,
  target,
  orderedWallNs: "0",
  orderedMonoNs: "0",
});

/** Watches of routers that tell this, whenever it is asked for. */
function saying(told: Record<string, FibMessage[]>) {
  const watches = Object.entries(told).map(([router, messages]) => {
    const since = (_: bigint, matches: (text: string) => boolean) =>
      messages.filter(({ text }) => matches(text));
    return [router, { router, since }] as const;
  });
  return new Map(watches);
}

test("a link takes the devices that no other one reaches, as the events so far left these", () => {
  const behind = ["dest1", "dest2", "dest3"];
  const down = event("link-down", "lb2-core");
  const link: LinkName = ["core", "lb1"];
  const taken = (events: EventRecord[]) => devicesOf(link, tier, othersDown(link, tier, events));
  expect(taken([])).toEqual([]);
  expect(taken([down])).toEqual(behind);
  expect(taken([down, event("link-up", "core-lb2")])).toEqual([]);
  // Its own state before does not matter: what it takes, it gives back.
  expect(taken([down, event("link-down", "core-lb1")])).toEqual(behind);
});

test("a link takes no device that another one has taken before", () => {
  const cluster = shippedLab("cluster");
  expect(devicesOf(["core", "dest1"], cluster, [])).toEqual(["dest1"]);
  expect(devicesOf(["core", "dest1"], cluster, [["core", "dest3"]])).toEqual(["dest1"]);
});

test("a place in the group of a link that comes up names the one that was taken down last", async () => {
  const lab = toldLab(tier);
  const bringUp = (...before: EventRecord[]) => {
    const { context, events } = toldContext(lab, { watches: new Map() });
    events.push(...before);
    return setLink(context, ["core", "middle"], true);
  };
  const down = ["core-lb1", "core-lb2"].map((link) => event("link-down", link));
  await bringUp(...down).catch(() => undefined);
  const device = interfaceTowards(nodeOf(tier, "core"), "lb2")?.name;
  expect(lab.told[0]).toBe(`core: ip link set ${device} up`);
  await expect(bringUp()).rejects.toMatchObject({
    code: "E_EVENT",
    message: "no link of core was taken down before",
  });
});

test("a place in the group of a link that goes down is one of those that there are", async () => {
  const lab = toldLab(tier);
  lab.ways[4] = { eth2: "", eth3: "" };
  const { context, events } = toldContext(lab);
  await setLink(context, ["core", "last"], false);
  expect(events).toMatchObject([{ event: "link-down", target: "core-lb1" }]);
});

test("a link that was taken down comes up with the end of the case, and one that was brought up stays", async () => {
  const lab = toldLab(shippedLab("cluster"));
  const { context, scope } = toldContext(lab);
  await setLink(context, ["core", "dest3"], false);
  await setLink(context, ["first1", "core"], true);
  lab.told.length = 0;
  await scope[Symbol.asyncDispose]();
  expect(lab.told).toEqual(["core: ip link set eth5 up"]);
});

/** What `ip -brief link show up` prints. */
const upLinks = (...links: string[]) =>
  [
    "lo  UNKNOWN  00:00:00:00:00:00 <LOOPBACK,UP>",
    ...links.map((name) => `${name}@if7  UP  …`),
  ].join("\n");

test("what is brought up has its node's own routes again, which the kernel took with the link", async () => {
  const { told, running, ways } = toldLab(shippedLab("article"), () => upLinks("eth1", "eth2"));
  const { context } = toldContext({ told, running, ways });
  await setLink(context, ["hop1", "origin"], false);
  await setLink(context, ["hop1", "origin"], true);
  expect(told).toEqual([
    "hop1: ip link set eth1 down",
    "hop1: ip link set eth1 up",
    "hop1: ip -brief link show up",
    "hop1: ip -batch -\nroute replace 198.19.0.0/21 via 198.51.100.2 dev eth1\nroute replace 2001:db8:b:1::/64 via 2001:db8:a:1::2 dev eth1\n",
  ]);
});

test("an origin whose other link is down sends over the one that came up alone, from its own address", async () => {
  const lab = toldLab(shippedLab("uplinks"), () => upLinks("eth2"));
  await setLink(toldContext(lab).context, ["origin", "first2"], true);
  expect(lab.told.at(-1)).toBe(
    "origin: ip -batch -\nroute replace default src 198.51.100.2 via 198.18.0.3 dev eth2\nroute replace default src 2001:db8:a:1::2 via 2001:db8:0:2::2 dev eth2\n",
  );
});

test("routers whose ways do not lead over a link are not waited for", async () => {
  const { running, told, ways } = toldLab(shippedLab("article"));
  const watches = new Map(
    ["hop1", "hop2"].map((router) => {
      const since = () => (router === "hop1" ? [{ wallNs: 5n, text: "it" }] : []);
      return [router, { router, since }];
    }),
  );
  const { context, events } = toldContext({ running, told, ways }, { watches });
  await setLink(context, ["hop1", "hop2"], false);
  expect(events).toMatchObject([{ devices: ["dest1", "dest2"], router: "hop1", seen: "it" }]);
});

test("a router whose own way to the device is down already is not waited for", async () => {
  const device = interfaceTowards(nodeOf(tier, "lb2"), "dest1")?.name;
  const text = `3: ${device}@if2: <BROADCAST,MULTICAST> mtu 1500 state DOWN group default`;
  const watches = saying({ lb1: [], lb2: [{ wallNs: 5n, text }] });
  const { context, events } = toldContext(toldLab(tier), { watches });
  events.push(event("link-down", "lb1-dest1"));
  await setLink(context, ["lb2", "dest1"], false);
  expect(events[1]).toMatchObject({ devices: ["dest1"], router: "lb2", seen: text });
});

test("a link is down when its own end is, and each router has changed its route that chose the device", async () => {
  const article = shippedLab("article");
  const device = interfaceTowards(nodeOf(article, "hop3a"), "dest1")?.name;
  const link = `3: ${device}@if2: <BROADCAST,MULTICAST> mtu 1500 state DOWN group default`;
  const route = `${article.vip[4]} nhid 24 via 10.0.0.6 dev eth3 proto bgp metric 20`;
  const seen = async (atLink: bigint, atHop: bigint | undefined, ...before: EventRecord[]) => {
    const watches = saying({
      hop3a: [{ wallNs: atLink, text: link }],
      hop2: atHop === undefined ? [] : [{ wallNs: atHop, text: route }],
    });
    const { context, events } = toldContext(toldLab(article), { watches });
    events.push(...before);
    await setLink(context, ["hop3a", "dest1"], false);
    return events;
  };
  expect(await seen(7n, 5n)).toMatchObject([{ router: "hop3a", seen: link, seenWallNs: "7" }]);
  expect(await seen(5n, 7n)).toMatchObject([{ router: "hop2", seen: route, seenWallNs: "7" }]);
  // A device that has withdrawn is chosen by nobody.
  const [, last] = await seen(5n, undefined, event("withdraw", "dest1"));
  expect(last).toMatchObject({ router: "hop3a", seen: link, devices: ["dest1"] });
  // Nor is one whose path was prepended, by those who have a shorter one.
  const longer = { ...event("prepend", "hop3a towards hop2"), times: 3 };
  expect((await seen(5n, undefined, longer))[1]).toMatchObject({ router: "hop3a", seen: link });
});

test("two nodes without a link between them have none to be set", async () => {
  const { context } = toldContext(toldLab(shippedLab("article")));
  await expect(setLink(context, ["hop1", "dest1"], false)).rejects.toMatchObject({
    code: "E_EVENT",
    message: "hop1 and dest1 share no link",
  });
});

describe("what proves a link event", () => {
  const cluster = shippedLab("cluster");
  const TOLD_OF_IPV6 =
    "Deleted 2001:db8:d::3 nhid 47 via 2001:db8:0:5::2 dev eth5 proto bgp metric 20 pref medium";
  const NEXT_HOP = "id 66 dev eth5 scope host proto zebra ";
  const state = (up: boolean) =>
    `6: eth5@if2: <BROADCAST,MULTICAST${up ? ",UP,LOWER_UP" : ""}> mtu 1500 state ${up ? "UP" : "DOWN"} group default`;

  /** Sets a link of a lab whose core says this and goes on to forward over these interfaces; what is recorded. */
  async function recorded(up: boolean, told: string[], ways: string[]): Promise<EventRecord[]> {
    const lab = toldLab(cluster);
    lab.ways[4] = Object.fromEntries(ways.map((dev) => [dev, ""]));
    const watches = saying({ core: told.map((text) => ({ wallNs: 5n, text })) });
    const { context, events } = toldContext(lab, { watches });
    await setLink(context, ["core", "dest3"], up);
    return events;
  }

  test("is the link's own state, not a route of the other family", async () => {
    const [down] = await recorded(false, [TOLD_OF_IPV6, NEXT_HOP, state(false)], []);
    expect(down).toMatchObject({ event: "link-down", router: "core", seen: state(false) });
    expect(down).not.toHaveProperty("unreached");
  });

  test("and of one that comes up whether its member is back", async () => {
    const route = "203.0.113.10 nhid 50 proto bgp metric 20";
    const [short] = await recorded(true, [NEXT_HOP, state(true), route], ["eth3", "eth4"]);
    const back = { event: "link-up", seen: state(true), devices: ["dest3"] };
    expect(short).toMatchObject({ ...back, unreached: ["dest3"] });
    const [whole] = await recorded(true, [NEXT_HOP, state(true), route], ["eth3", "eth4", "eth5"]);
    expect(whole).not.toHaveProperty("unreached");
  });
});
