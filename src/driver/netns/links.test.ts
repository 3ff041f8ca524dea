import { expect, test } from "vitest";
import { type Lab, nodeOf } from "../../topology/index.js";
import { smallLabModel } from "../fixtures/small-lab-model.js";
import { linkBatch, upBatch } from "./links.js";

const lab: Lab = smallLabModel();

test("makes each pair straight inside its two nodes, under final names and addresses", () => {
  const pids = new Map([
    ["origin", 101],
    ["hop", 102],
    ["dest1", 103],
    ["dest2", 104],
  ]);
  expect(linkBatch(lab, pids)).toBe(
    `link add name eth1 address 02:a5:00:00:00:01 mtu 1500 netns 101 type veth peer name eth1 address 02:a5:00:00:01:01 mtu 1500 netns 102
link add name eth2 address 02:a5:00:00:01:02 mtu 1500 netns 102 type veth peer name eth1 address 02:a5:00:00:02:01 mtu 1500 netns 103
link add name eth3 address 02:a5:00:00:01:03 mtu 1500 netns 102 type veth peer name eth1 address 02:a5:00:00:03:01 mtu 1500 netns 104
`,
  );
});

test("refuses a node that does not run", () => {
  expect(() => linkBatch(lab, new Map([["origin", 101]]))).toThrow("no end eth1 at hop");
});

test("brings up every link of a node", () => {
  expect(upBatch(nodeOf(lab, "hop"))).toBe(
    "link set eth1 up\nlink set eth2 up\nlink set eth3 up\n",
  );
});
