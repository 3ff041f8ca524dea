import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectGolden, goldenFiles } from "../../tests/helpers/golden.js";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { labFolder } from "./lab-folder.js";

const OPTIONS = {
  name: "golden",
  image: "anycast-shift-node:golden",
  labels: { "anycast-shift.run": "golden" },
  features: { hashSeed: true },
};

const SHIPPED = readdirSync("topologies").map((file) => basename(file, ".yaml"));

describe("labFolder", () => {
  it.each(SHIPPED)("writes the files of the topology %s", (name) => {
    const files = labFolder(shippedLab(name), OPTIONS);
    const folder = join("topologies", name);
    for (const [path, text] of files) expectGolden(join(folder, path), text);
    expect([...files.keys()].sort()).toEqual(goldenFiles(folder));
  });

  it("leaves out the hash seed where the kernel has none", () => {
    const features = { hashSeed: false };
    const files = labFolder(shippedLab("article"), { ...OPTIONS, features });
    expect(files.get("lab.clab.yml")).not.toContain("hash_seed");
  });
});
