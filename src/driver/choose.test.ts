import { afterEach, describe, expect, test, vi } from "vitest";
import { Scope } from "../core/index.js";
import { chooseDriver } from "./choose.js";
import { containerlabDriver } from "./containerlab/driver.js";
import type { LabDriver } from "./driver.js";
import { smallLabModel } from "./fixtures/small-lab-model.js";
import { hasNodeImage } from "./node-image.js";
import { containerlabPath } from "./provision.js";

vi.mock("./provision.js", { spy: true });
vi.mock("./containerlab/driver.js", () => ({
  containerlabDriver: vi.fn(async () => ({ name: "containerlab" }) as LabDriver),
}));
vi.mock("./docker-daemon.js", () => ({ ensureDocker: async () => ({ socket: "docker.sock" }) }));
vi.mock("./node-image.js", () => ({ hasNodeImage: vi.fn(async () => true) }));

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

  test("takes containerlab where it can run, and nothing else where it is asked for and cannot", async () => {
    await using scope = new Scope();
    vi.mocked(containerlabPath).mockResolvedValue("containerlab");
    const choose = (name: "auto" | "containerlab") => chooseDriver(name, [imaged()], scope);
    const driver = { name: "containerlab" };
    expect(await choose("auto")).toEqual({ driver, why: "containerlab can run here" });
    expect(await choose("containerlab")).toEqual({ driver, why: "asked for" });
    const tool = { path: "containerlab", socket: "docker.sock" };
    expect(containerlabDriver).toHaveBeenLastCalledWith(tool);

    vi.mocked(hasNodeImage).mockResolvedValue(false);
    const message = "the node image is missing";
    await expect(choose("containerlab")).rejects.toMatchObject({ code: "E_IMAGE", message });
    await expect(choose("auto")).rejects.toMatchObject({ message: `${WHY}; ${message}` });
    // What is no lack of the host is not gone round.
    vi.mocked(containerlabPath).mockRejectedValue(new TypeError("a bug"));
    await expect(chooseDriver("auto", [], scope)).rejects.toThrow("a bug");
  });
});
