import { afterEach, describe, expect, test, vi } from "vitest";
import { Scope } from "../core/index.js";
import { chooseDriver } from "./choose.js";
import { smallLabModel } from "./fixtures/small-lab-model.js";

/** The small lab with an image of its own at one node. */
function imaged() {
  const lab = smallLabModel();
  return {
    ...lab,
    nodes: lab.nodes.map((node) =>
      node.name === "hop" ? { ...node, image: "example/router:2" } : node,
    ),
  };
}

const WHY = "hop runs the image example/router:2, which only containerlab can";

describe("chooseDriver", () => {
  afterEach(() => void vi.unstubAllEnvs());

  test("takes network namespaces where they are asked for", async () => {
    await using scope = new Scope();
    expect(await chooseDriver("netns", [smallLabModel()], scope)).toMatchObject({
      driver: { name: "netns" },
      why: "asked for",
    });
  });

  test("refuses network namespaces for a node with an image", async () => {
    await using scope = new Scope();
    await expect(chooseDriver("netns", [smallLabModel(), imaged()], scope)).rejects.toMatchObject({
      code: "E_USAGE",
      message: WHY,
    });
  });

  test("does not fall back to network namespaces for a node with an image", async () => {
    // Neither an installed containerlab nor one that set-up built is found.
    vi.stubEnv("PATH", "/nonexistent");
    vi.stubEnv("HOME", "/nonexistent");
    vi.stubEnv("XDG_CACHE_HOME", "/nonexistent");
    await using scope = new Scope();
    await expect(chooseDriver("auto", [imaged()], scope)).rejects.toMatchObject({
      code: "E_TOOL_MISSING",
      message: `${WHY}; containerlab is not installed`,
    });
    expect(await chooseDriver("auto", [smallLabModel()], scope)).toMatchObject({
      driver: { name: "netns" },
      why: "containerlab cannot run here: containerlab is not installed",
    });
  });
});
