import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { describe, expect, test } from "vitest";
import { until } from "../../core/index.js";
import { NodeShell } from "../../driver/index.js";
import { trafficSchema } from "../../scenario/index.js";
import { startAgent } from "./start-agent.js";

const isRoot = process.geteuid?.() === 0;
const DEADLINE_MS = 20_000;

// The namespaces of this process will do.
describe.skipIf(!isRoot)(`the agent that is built${isRoot ? "" : " (skipped: needs root)"}`, () => {
  test.each([false, true])(
    "runs as nobody, without any privilege; over MPTCP: %s",
    async (mptcp) => {
      const held = trafficSchema.parse({
        kind: "held",
        id: "held",
        from: ["origin"],
        count: 1,
        mptcp,
      });
      if (held.kind !== "held") throw new Error("not held");
      const agent = startAgent(new NodeShell("here", process.pid, "run-1", "-all"), held);
      const said: string[] = [];
      createInterface({ input: agent.process.stdout }).on("line", (line) => said.push(line));
      agent.process.stdin.write('{"do":"abort"}\n');
      await until("its answer", () => said.length > 0, { deadlineMs: DEADLINE_MS });
      const status = readFileSync(`/proc/${agent.process.pid}/status`, "utf8");
      await agent.end("SIGKILL");

      expect(said).toEqual(['{"kind":"done","command":"abort"}']);
      expect(status).toMatch(/^Name:\tanycast-shift-h$/m);
      expect(status).toMatch(/^Uid:(\t65534){4}$/m);
      expect(status).toMatch(/^Gid:(\t65534){4}$/m);
      expect(status).toMatch(/^Groups:\s*$/m);
      for (const kind of ["Inh", "Prm", "Eff", "Bnd", "Amb"]) {
        expect(status).toMatch(new RegExp(`^Cap${kind}:\t0+$`, "m"));
      }
    },
  );
});
