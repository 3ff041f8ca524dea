import { expect, test } from "vitest";
import { recordOf } from "../analysis/fixtures/script.js";
import { findCause } from "../catalogue/index.js";
import { HINTS, nextStep } from "./analyze-next.js";

const OPEN = `
  0.00 > [S]
  0.01 < [S.] ttl 57
  0.02 > [.]
`;
const ANSWERED = `${OPEN} 0.03 > [P.] len 100\n 0.04 < [.] ttl 57\n`;

test.each([
  ["a split handshake", `${OPEN} 0.03 < [R] seq 1 ttl 51`, "look for what splits a handshake"],
  [
    "an idle connection",
    `${ANSWERED} 9 > [P.] len 1\n 9.1 < [R] seq 1 ttl 51`,
    "look for a membership change while it idled",
  ],
  [
    "a transfer",
    `${ANSWERED} 0.1 > [P.] len 1\n 0.11 < [R] seq 1 ttl 51`,
    "look for a route event in mid-transfer",
  ],
  [
    "fragments",
    `${OPEN} 0.1 > [.] len 1400 frag 1\n 0.11 < [R] seq 1 ttl 51`,
    "fragments have no ports",
  ],
  [
    "a retransmission",
    `${ANSWERED} 0.1 > [P.] len 1\n 0.4 > [P.] seq 101 len 1\n 0.41 < [R] seq 1 ttl 51`,
    "look for a retransmission that chose the path anew",
  ],
  [
    "another traffic class",
    `${ANSWERED} 0.1 > [P.] len 1 tos 16\n 0.11 < [R] seq 1 ttl 51`,
    "where it is part of a hash or of a route",
  ],
  [
    "ECN",
    `0 > [SEW]\n 0.01 < [S.E] ttl 57\n 0.02 > [.]\n 0.03 > [P.] len 10 tos 2\n 0.04 < [R] seq 1 ttl 51`,
    "look for ECN bits in the ECMP hash",
  ],
  [
    "several SYN-ACKs",
    "0 > [S]\n 0.01 < [S.] ttl 57\n 0.02 < [S.] seq 4444 ttl 51",
    "look whether several devices answered one SYN",
  ],
  [
    "a window, which a forged RST may have",
    `${ANSWERED} 0.1 > [P.] len 1\n 0.11 < [R] seq 1 ttl 51 win 8201`,
    "the RST is missing there if it was forged",
  ],
  [
    "a client whose socket had gone",
    `${ANSWERED} 0.1 < [P.] len 1 ttl 57\n 0.11 > [R]`,
    "what took the client's socket is missing",
  ],
  [
    "silence",
    `${OPEN} 1 > [P.] len 9\n 2 > [P.] seq 1 len 9\n 4 > [P.] seq 1 len 9\n 8 > [P.] seq 1 len 9`,
    "a device that drops what it does not know",
  ],
  [
    "a stall",
    `${OPEN} 1 > [P.] len 9\n ${[2, 3, 4].map((at) => `${at} > [P.] seq 1 len 9\n ${at} < [.] ack 1 ttl 57`).join("\n")}`,
    "has an older connection of the same ports",
  ],
  [
    "a RST that was not accepted",
    `${ANSWERED} 0.1 < [.] len 9\n 0.2 > [.]\n 0.3 < [R] seq 1 ttl 51`,
    "some may have reached a device without its session",
  ],
  [
    "a RST that nobody asked for",
    `${ANSWERED} 90 < [R] seq 1 ttl 51`,
    "a firewall, NAT or load balancer on the way that forgets idle connections",
  ],
  [
    "a RST whose answered payload was acknowledged afterwards",
    `${ANSWERED} 0.1 > [P.] len 1\n 0.11 < [R] seq 1 ttl 51\n 0.12 < [.] seq 1 ack 102 ttl 57`,
    "compare with a capture at the server",
  ],
  [
    "a late packet after a close",
    `${ANSWERED} 0.1 < [F.] ttl 57\n 0.2 > [P.] len 1\n 0.21 < [R] seq 2 ttl 57`,
    "no shift: the server had closed it before",
  ],
  ["an abort", `${ANSWERED} 0.1 < [R.] ttl 57`, "ask the server's process or kernel"],
  ["a middlebox", `${ANSWERED} 0.1 < [R.] ttl 250`, "or for a device that rejects"],
  ["a RST alone", "0 < [R] seq 0", "nothing but RSTs was captured"],
  ["a RST with ACK flag alone", "0 < [R.] seq 0", "nothing but RSTs was captured"],
])("%s", async (_, script, text) => {
  expect(nextStep(await recordOf(script))).toContain(text);
});

// What would be looked for where it was a shift is nothing to look for here.
test.each([
  ["an abort in the handshake", `${OPEN} 0.03 < [R.] ttl 57`, "ask the server's process"],
  [
    "an abort after another traffic class",
    `${ANSWERED} 0.1 > [P.] len 1 tos 16\n 0.11 < [R.] ttl 57`,
    "ask the server's process",
  ],
  [
    "a retransmission after a close",
    `${ANSWERED} 0.1 < [F.] ttl 57\n 0.2 > [P.] len 1\n 0.5 > [P.] seq 101 len 1\n 0.51 < [R] seq 2 ttl 57`,
    "the server had closed it before",
  ],
])("no shift: %s", async (_, script, text) => {
  expect(nextStep(await recordOf(script))).toMatch(new RegExp(`^no shift: .*${text}`));
});

test("every cause that is named is in the catalogue", () => {
  const ids = HINTS.flatMap(({ causes }) => causes ?? []);
  expect(ids.map((id) => findCause(id).id)).toEqual(ids);
});

test("a RST that was made where the connection was accepted: the device is asked", async () => {
  const record = await recordOf(`${ANSWERED} 0.1 > [P.] len 1\n 0.11 < [R] seq 1 ttl 51`);
  record.shifted.signs.push({ id: "seen-at-points", for: true, text: "" });
  expect(nextStep(record)).not.toContain("ask the device");
  record.shifted.signs.push({ id: "seen-at-points", for: false, text: "" });
  expect(nextStep(record)).toContain("ask the device that accepted it");
});
