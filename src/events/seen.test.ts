import { describe, expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { aboutAddress, aboutLink } from "./seen.js";

describe("aboutAddress", () => {
  const matches = aboutAddress("203.0.113.10");

  test.each([
    "203.0.113.10 nhid 24 proto bgp metric 20",
    "203.0.113.10/32 via 10.0.0.2 dev eth2",
    "Deleted 203.0.113.10 nhid 24 proto bgp metric 20",
    "203.0.113.10",
  ])("takes %j", (text) => {
    expect(matches(text)).toBe(true);
  });

  test.each([
    "203.0.113.100 nhid 24 proto bgp metric 20",
    "203.0.113.1 nhid 24",
    "10.0.0.0/24 via 203.0.113.10 dev eth2",
    "unreachable 192.0.2.255 table 31337",
    "id 24 via 203.0.113.10 dev eth2",
    "",
  ])("leaves %j", (text) => {
    expect(matches(text)).toBe(false);
  });

  test("knows IPv6 by the whole address", () => {
    const v6 = aboutAddress("2001:db8:cafe::10");
    expect(v6("Deleted 2001:db8:cafe::10 nhid 31 proto bgp")).toBe(true);
    expect(v6("2001:db8:cafe::1 nhid 31 proto bgp")).toBe(false);
  });
});

describe("aboutLink", () => {
  const lab = shippedLab("cluster");
  // The link is eth2 at core as well as at first2.
  const matches = aboutLink(lab, "first2", "core", "core");

  test.each([
    "Deleted id 24 via 10.0.0.6 dev eth2 scope link proto zebra",
    "id 24 via 10.0.0.6 dev eth2",
    "id 30 group 24/25 proto zebra",
    "Deleted id 30 group 24/25 proto zebra",
    "Deleted 2001:db8:a:2::/64 nhid 40 via 2001:db8:0:2::1 dev eth2 proto bgp metric 20 pref medium",
  ])("takes %j", (text) => {
    expect(matches(text)).toBe(true);
  });

  test.each([
    "id 24 via 10.0.0.6 dev eth20 scope link",
    "id 24 via 10.0.0.6 dev eth1 scope link",
    "203.0.113.10 nhid 24 dev eth2 proto bgp",
    "Deleted 203.0.113.10 dev eth20",
  ])("leaves %j", (text) => {
    expect(matches(text)).toBe(false);
  });

  test("goes by the name that the link has at the router", () => {
    const down = "Deleted id 24 via 10.0.0.6 dev eth1 scope link proto zebra";
    expect(aboutLink(lab, "dest1", "core", "core")(down)).toBe(false);
    expect(aboutLink(lab, "dest1", "core", "core")(down.replace("eth1", "eth3"))).toBe(true);
    expect(aboutLink(lab, "dest1", "core", "dest1")(down)).toBe(true);
  });

  test("of a link that ends elsewhere only groups tell", () => {
    const elsewhere = aboutLink(lab, "first1", "detour", "core");
    expect(elsewhere("id 30 group 24/25 proto zebra")).toBe(true);
    expect(elsewhere("Deleted id 24 via 10.0.0.6 dev eth1 scope link proto zebra")).toBe(false);
  });
});
