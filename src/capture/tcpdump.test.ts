import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { pause, Scope } from "../core/index.js";
import { idleProcess } from "../driver/fixtures/node-process.js";
import type { NodeShell } from "../driver/index.js";
import { startCapture } from "./tcpdump.js";

/** A node whose tcpdump says what is given, and never ends by itself. */
function nodeWhoseTcpdumpSays(said: string): NodeShell {
  const stderr = new PassThrough();
  stderr.write(said);
  return {
    name: "core",
    spawn: () => idleProcess({ stderr }, (name) => name === "SIGKILL"),
  } as unknown as NodeShell;
}

test.each(["", "tcpdump: listening on eth1\n"])(
  "arming ends with the signal, also behind %j",
  async (said) => {
    const folder = mkdtempSync(join(tmpdir(), "anycast-shift-capture-"));
    await using scope = new Scope();
    scope.defer(folder, () => rmSync(folder, { recursive: true }));
    const controller = new AbortController();
    const node = nodeWhoseTcpdumpSays(said);
    const file = join(folder, "eth1.pcap");
    const armed = startCapture(node, "eth1", file, scope, controller.signal);
    const start = performance.now();
    void pause(50).then(() => controller.abort());
    await expect(armed).rejects.toMatchObject({ code: "E_INTERRUPTED" });
    expect(performance.now() - start).toBeLessThan(2_000);
  },
);
