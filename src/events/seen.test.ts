import { describe, expect, test } from "vitest";
import { aboutAddress, aboutInterface } from "./seen.js";

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

// Of Linux 6.18 and iproute2 6.1, as a veth pair's two ends tell of it.
const MTU = "mtu 1500 qdisc noqueue";
const MAC = "group default \\    link/ether 02:a5:00:00:04:05 brd ff:ff:ff:ff:ff:ff link-netnsid 2";
const SET_DOWN = `6: eth5@if2: <BROADCAST,MULTICAST> ${MTU} state DOWN ${MAC}`;
const LOST = `6: eth5@if2: <NO-CARRIER,BROADCAST,MULTICAST,UP> ${MTU} state DOWN ${MAC}`;
const RISING = `6: eth5@if2: <NO-CARRIER,BROADCAST,MULTICAST,UP,LOWER_UP> ${MTU} state DOWN ${MAC}`;
const IS_UP = `6: eth5@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> ${MTU} state UP ${MAC}`;

describe("aboutInterface", () => {
  test.each([SET_DOWN, LOST, LOST.replace("DOWN", "LOWERLAYERDOWN")])("is down: %s", (text) => {
    expect(aboutInterface("eth5", false)(text)).toBe(true);
    expect(aboutInterface("eth5", true)(text)).toBe(false);
  });

  test("is up when it has its carrier", () => {
    expect([RISING, IS_UP].map(aboutInterface("eth5", true))).toEqual([false, true]);
    expect(aboutInterface("eth5", false)(IS_UP)).toBe(false);
  });

  test.each([
    SET_DOWN.replace("eth5", "eth50"),
    SET_DOWN.replace("eth5", "eth1"),
    "Deleted 2001:db8:d::3 nhid 47 via 2001:db8:0:5::2 dev eth5 proto bgp metric 20 pref medium",
    "id 66 dev eth5 scope host proto zebra ",
    "id 30 group 24/25 proto zebra",
  ])("takes nothing else for it: %s", (text) => {
    expect(aboutInterface("eth5", false)(text)).toBe(false);
    expect(aboutInterface("eth5", true)(text)).toBe(false);
  });
});
