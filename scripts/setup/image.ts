// Puts the node image into the Docker daemon that runs will use: by its Dockerfile where the base image can be had, else
// the same from Debian's packages alone.
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type Docker from "dockerode";
import { execa } from "execa";
import { messageOf, Scope } from "../../src/core/index.js";
import { connectDocker } from "../../src/driver/docker/client.js";
import { ensureDocker } from "../../src/driver/docker-daemon.js";
import { hasNodeImage, markNodeImageReady } from "../../src/driver/node-image.js";
import { nodeImage } from "../../src/driver/provision.js";

const RECIPE = fileURLToPath(new URL("../../image", import.meta.url));
const PACKAGES = fileURLToPath(new URL("packages", import.meta.url));
const BASE = "debian:bookworm-slim";
const SUITE = "bookworm";
const REGISTRY_TIMEOUT_MS = 10_000;
const LABELS = { "anycast-shift.image": "node" };

try {
  await provideImage(nodeImage());
} catch (thrown) {
  console.error(messageOf(thrown));
  process.exitCode = 1;
}

async function provideImage(name: string): Promise<void> {
  await using scope = new Scope();
  const daemon = await ensureDocker(scope);
  // A build takes minutes.
  const docker = await connectDocker(daemon.socket, 0);
  if (!(await hasNodeImage(daemon))) {
    const refusal = (await whyNoBase(docker)) ?? (await whyNotBuilt(docker, name));
    if (refusal !== undefined) {
      console.log(`setup: ${refusal}: making the node image from Debian's packages`);
      await importFromPackages(docker, name);
    }
  }
  if (daemon.own) markNodeImageReady();
}

/** Why the base image cannot be had; undefined when it is there or its registry answers. */
async function whyNoBase(docker: Docker): Promise<string | undefined> {
  const local = await docker.listImages({ filters: { reference: [BASE] } });
  if (local.length > 0) return undefined;
  try {
    await docker
      .getImage(BASE)
      .distribution({ abortSignal: AbortSignal.timeout(REGISTRY_TIMEOUT_MS) });
    return undefined;
  } catch {
    return `no container registry answers for ${BASE}`;
  }
}

/** Builds the Dockerfile. Returns why that failed. */
async function whyNotBuilt(docker: Docker, name: string): Promise<string | undefined> {
  try {
    const context = { context: RECIPE, src: readdirSync(RECIPE) };
    // The host's network: a private daemon has no bridge.
    await finished(
      docker,
      await docker.buildImage(context, { t: name, labels: LABELS, networkmode: "host" }),
    );
    return undefined;
  } catch (thrown) {
    return `docker build failed (${messageOf(thrown)})`;
  }
}

async function importFromPackages(docker: Docker, name: string): Promise<void> {
  await execa(PACKAGES, ["mmdebstrap", "debian-archive-keyring"], { stdio: "inherit" });
  const folder = mkdtempSync(join(tmpdir(), "anycast-shift-image-"));
  try {
    const archive = join(folder, "rootfs.tar");
    const packages = readFileSync(join(RECIPE, "packages.txt"), "utf8").trim().split("\n");
    await execa("mmdebstrap", [
      "--quiet",
      "--variant=minbase",
      `--dpkgopt=${join(RECIPE, "dpkg-trim.cfg")}`,
      `--include=${packages.join(",")}`,
      SUITE,
      archive,
    ]);
    const [repo, tag] = name.split(":");
    const changes = Object.entries(LABELS).map(([key, value]) => `LABEL ${key}=${value}`);
    const options = { repo, tag, changes: ['CMD ["sleep","infinity"]', ...changes] };
    await finished(docker, await docker.importImage(createReadStream(archive), options));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits for the end of what Docker reports step by step. */
function finished(docker: Docker, progress: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
  });
}
