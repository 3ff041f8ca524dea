import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findTool } from "../../netns/tools.js";
import { containerlabBuild, nodeImage } from "../../provision.js";
import { dockerProbes } from "./docker.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anycast-shift-docker-probes-"));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  vi.stubEnv("PATH", folder);
  vi.stubEnv("DOCKER_HOST", `unix://${join(folder, "docker.sock")}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function found() {
  const findings = await Promise.all(
    dockerProbes.map(async ({ id, look }) => [id, await look()] as const),
  );
  return Object.fromEntries(findings);
}

/** A daemon that has these images. */
async function daemon(images: readonly object[]): Promise<Disposable> {
  const server = createServer(({ url }, response) =>
    response.end(JSON.stringify(url?.includes("/images/") ? images : { Version: "29.1.3" })),
  );
  await new Promise<void>((resolve) => server.listen(join(folder, "docker.sock"), resolve));
  return { [Symbol.dispose]: () => server.close() };
}

test("a daemon that answers is told by its version, an image and containerlab by where they are", async () => {
  const { path } = containerlabBuild();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "#!/bin/sh\necho 0.79.0\n");
  chmodSync(path, 0o755);
  using _ = await daemon([{ Id: "sha256:1" }]);
  expect(await found()).toEqual({
    docker: { state: "ok", detail: `29.1.3, answers at ${join(folder, "docker.sock")}` },
    containerlab: { state: "ok", detail: path },
    image: { state: "ok", detail: nodeImage() },
  });
});

test("what set-up makes is missing where it has not run", async () => {
  using _ = await daemon([]);
  expect(await found()).toMatchObject({
    docker: { state: "ok" },
    containerlab: { state: "missing", mend: "make setup" },
    image: { state: "missing", detail: `${nodeImage()} is not there`, mend: "make setup" },
  });
});

test.skipIf(existsSync("/var/run/docker.sock"))(
  "without a daemon it takes a dockerd, which a run starts for itself",
  async () => {
    const { docker, image } = await found();
    expect(docker).toMatchObject(
      findTool("dockerd") === undefined
        ? { state: "missing", mend: expect.stringMatching(/^apt-get install .* docker\.io$/) }
        : { state: "ok", detail: expect.stringContaining("a private one will be started") },
    );
    expect(image).toMatchObject({ state: "missing" });
  },
);
