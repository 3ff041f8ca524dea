import { expect, test } from "vitest";
import { routeAnswers, routeGet, routeQuestions } from "./route-get.js";

const QUESTION = { from: "198.51.100.2", to: "203.0.113.10", sourcePort: 4000, iif: "eth1" };

test("a question names everything that a hash-threshold group is hashed by, and the mark", () => {
  expect(routeQuestions([QUESTION, { ...QUESTION, sourcePort: 4001, mark: 5 }])).toBe(
    `route get 203.0.113.10 from 198.51.100.2 iif eth1 ipproto tcp sport 4000 dport 80
route get 203.0.113.10 from 198.51.100.2 iif eth1 ipproto tcp sport 4001 dport 80 mark 5
`,
  );
  expect(routeQuestions([QUESTION], { whole: true })).toBe(
    "route get fibmatch 203.0.113.10 from 198.51.100.2 iif eth1 ipproto tcp sport 4000 dport 80\n",
  );
  expect(routeGet(4)).toEqual(["ip", "-4", "-j", "-force", "-batch", "-"]);
});

// As iproute2 6.1 prints it.
const ANSWER = (dev: string) =>
  `[{"dst":"203.0.113.10","from":"198.51.100.2","gateway":"198.18.0.9","dev":"${dev}","flags":[],"cache":[],"iif":"eth1"}]\n`;

test("answers are in the order of the questions", () => {
  expect(routeAnswers({ stdout: ANSWER("eth5") + ANSWER("eth3"), stderr: "" }, 2)).toEqual([
    ["eth5"],
    ["eth3"],
  ]);
});

// As iproute2 6.1 prints them: a group of next hops, and a route of one.
const GROUP = `[{"dst":"2001:db8:cafe::10","nhid":40,"protocol":"bgp","metric":20,"flags":[],"iif":"eth1","pref":"medium","nexthops":[{"gateway":"2001:db8:0:5::2","dev":"eth5","weight":1,"flags":[]},{"gateway":"2001:db8:0:3::2","dev":"eth3","weight":1,"flags":[]}]}]\n`;
const SINGLE = `[{"dst":"2001:db8:cafe::10","nhid":9001,"gateway":"2001:db8:0:3::2","dev":"eth3","table":"4001","metric":1024,"flags":[],"iif":"eth1","pref":"medium"}]\n`;

test("a whole route has the interfaces of all its next hops", () => {
  expect(routeAnswers({ stdout: GROUP + SINGLE, stderr: "" }, 2)).toEqual([
    ["eth5", "eth3"],
    ["eth3"],
  ]);
});

test("a question without a route leaves a gap in its place", () => {
  const stderr = "RTNETLINK answers: Network is unreachable\nCommand failed -:2\n";
  expect(routeAnswers({ stdout: ANSWER("eth5") + ANSWER("eth3"), stderr }, 3)).toEqual([
    ["eth5"],
    [],
    ["eth3"],
  ]);
});

test("output that does not fit the questions is no answer", () => {
  expect(() => routeAnswers({ stdout: ANSWER("eth5"), stderr: "" }, 2)).toThrow(
    "1 answers and 0 failures to 2 questions",
  );
});
