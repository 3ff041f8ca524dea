import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Scope } from "../../core/index.js";
import { newRunId } from "../clean/run-id.js";
import { connectDocker } from "../docker/client.js";
import { ensureDocker } from "../docker-daemon.js";
import { smallLab } from "../fixtures/small-lab.js";
import { whyNoContainerlab } from "../fixtures/why-no-containerlab.js";
import { containerlabPath } from "../provision.js";
import { labContainers } from "./containers.js";
import { containerlabDriver } from "./driver.js";
import { filesNamedAfterLabs } from "./named-files.js";

const reason = await whyNoContainerlab();
const scope = new Scope();
afterAll(() => scope[Symbol.asyncDispose]());

test.skipIf(reason !== undefined)(
  `what a containerlab that fails to destroy leaves is removed${reason ? ` (${reason})` : ""}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "anycast-shift-destroy-"));
    scope.defer(folder, () => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "containerlab");
    const real = (await containerlabPath()) as string;
    writeFileSync(path, `#!/bin/sh\n[ "$1" = destroy ] && exit 1\nexec '${real}' "$@"\n`);
    chmodSync(path, 0o755);
    const { socket } = await ensureDocker(scope);
    const spec = smallLab(folder, newRunId());
    const lab = await (await containerlabDriver({ path, socket })).deploy(spec, scope);

    const docker = await connectDocker(socket);
    const left = async () => [
      ...(await labContainers(docker, spec.name)).map(({ Id }) => Id),
      ...filesNamedAfterLabs((name) => name.startsWith(spec.name)),
    ];
    expect((await left()).length).toBeGreaterThanOrEqual(spec.lab.nodes.length);
    await lab.destroy();
    expect(await left()).toEqual([]);
  },
);
