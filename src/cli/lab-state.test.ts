import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { openHeldLab } from "../run/index.js";
import { labState, stateWords } from "./lab-state.js";

const lab = shippedLab("article");

/** What is said of the article's lab with these links up at hop2, where its anycast routes go over these. */
async function state(up: string[], ways: Record<4 | 6, string[]>, dead: string[] = []) {
  const routes = ([4, 6] as const).map((family) => ({
    dst: lab.vip[family],
    nexthops: ways[family].map((dev) => ({ dev })),
  }));
  const asked: string[] = [];
  const node = (name: string) => ({
    exec: ([, option]: string[]) => {
      if (option !== "-brief") asked.push(name);
      const interfaces = lab.nodes.find((one) => one.name === name)?.interfaces ?? [];
      const shown = name === "hop2" ? up : interfaces.map((one) => one.name);
      const links = shown.map((one) => `${one}@if3   UP   02:a5:00:00:02:01 <UP>`).join("\n");
      return Promise.resolve(option === "-brief" ? links : JSON.stringify(routes));
    },
  });
  const found = await labState({
    lab,
    running: { spec: { lab }, node, deadNodes: () => dead },
  } as unknown as ReturnType<typeof openHeldLab>);
  return { found, words: stateWords(found), asked };
}

const BOTH = ["eth2", "eth3"];

test("a lab as it was brought up has nothing to tell", async () => {
  expect((await state(["eth1", ...BOTH], { 4: BOTH, 6: BOTH })).words).toEqual([]);
});

test("links that are down and devices without a path are told", async () => {
  const { found, words, asked } = await state(["eth1", "eth3"], { 4: ["eth3"], 6: BOTH });
  expect(words).toEqual(["hop2 has its link to hop3a down", "no IPv4 path to dest1"]);
  expect(found).toEqual({
    ended: [],
    linksDown: [{ node: "hop2", towards: "hop3a" }],
    withoutPath: [{ device: "dest1", family: 4 }],
  });
  // One answer of a router has the routes of both families.
  expect(asked).toEqual([...new Set(asked)]);
});

test("of a lab with nodes that ended only these", async () => {
  expect((await state([], { 4: [], 6: [] }, ["dest1"])).words).toEqual(["dest1 ended"]);
});
