import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import type { openHeldLab } from "../run/index.js";
import { labState } from "./lab-state.js";

const lab = shippedLab("article");

/** What is said of the article's lab with these links up at hop2, where its anycast routes go over these. */
function state(up: string[], ways: Record<4 | 6, string[]>, dead: string[] = []) {
  const routes = ([4, 6] as const).map((family) => ({
    dst: lab.vip[family],
    nexthops: ways[family].map((dev) => ({ dev })),
  }));
  const node = (name: string) => ({
    exec: ([, option]: string[]) => {
      const interfaces = lab.nodes.find((one) => one.name === name)?.interfaces ?? [];
      const shown = name === "hop2" ? up : interfaces.map((one) => one.name);
      const links = shown.map((one) => `${one}@if3   UP   02:a5:00:00:02:01 <UP>`).join("\n");
      return Promise.resolve(option === "-brief" ? links : JSON.stringify(routes));
    },
  });
  return labState({
    lab,
    running: { spec: { lab }, node, deadNodes: () => dead },
  } as unknown as ReturnType<typeof openHeldLab>);
}

const BOTH = ["eth2", "eth3"];

test("a lab as it was brought up has nothing to tell", async () => {
  expect(await state(["eth1", ...BOTH], { 4: BOTH, 6: BOTH })).toEqual([]);
});

test("links that are down and devices without a path are told", async () => {
  expect(await state(["eth1", "eth3"], { 4: ["eth3"], 6: BOTH })).toEqual([
    "hop2 has its link to hop3a down",
    "no IPv4 path to dest1",
  ]);
});

test("of a lab with nodes that ended only these", async () => {
  expect(await state([], { 4: [], 6: [] }, ["dest1"])).toEqual(["dest1 ended"]);
});
