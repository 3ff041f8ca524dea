// A program of its own, started inside an origin's network namespace: holds many connections and probes them on command.
import { createInterface } from "node:readline";
import { HeldConnection } from "./connection.js";
import type { AgentCommand, AgentReport } from "./protocol.js";

// Enough at once to be quick, few enough that no listen queue overflows.
const OPEN_AT_ONCE = 64;
const OPEN_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 10_000;

// It was started by the number of a descriptor, which says nothing to whoever lists processes.
process.title = "anycast-shift-held";

const connections: HeldConnection[] = [];

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as AgentCommand;
  if (command.do === "open") await open(command);
  if (command.do === "probe") await probe(command);
  if (command.do === "abort") abort();
  if (command.do === "close")
    await Promise.all(connections.map((connection) => connection.close(CLOSE_TIMEOUT_MS)));
  report({ kind: "done", command: command.do });
  if (command.do === "close") process.exit(0);
}
// The run that started this agent is gone.
process.exit(1);

async function open({
  host,
  port,
  path,
  from,
}: Extract<AgentCommand, { do: "open" }>): Promise<void> {
  const ends = from.entries();
  const worker = async () => {
    for (const [index, own] of ends) {
      const startNs = String(process.hrtime.bigint());
      const connection = new HeldConnection(host, port, own);
      connections[index] = connection;
      const answer = await connection.request({ path }, OPEN_TIMEOUT_MS);
      const { client } = connection;
      const known = { index, startNs, ...(client === undefined ? {} : { client }) };
      if ("device" in answer) report({ kind: "opened", ...known, device: answer.device });
      else report({ kind: "failed", ...known, ...answer });
    }
  };
  await Promise.all(Array.from({ length: Math.min(OPEN_AT_ONCE, from.length) }, worker));
}

function abort(): void {
  for (const [index, connection] of connections.entries()) {
    if (connection.abort()) report({ kind: "aborted", index });
  }
}

async function probe({
  request,
  timeoutMs,
}: Extract<AgentCommand, { do: "probe" }>): Promise<void> {
  await Promise.all(
    connections.map(async (connection, index) => {
      const start = process.hrtime.bigint();
      const said = await connection.probe(request, timeoutMs);
      const delayMs = Number(process.hrtime.bigint() - start) / 1e6;
      report({ kind: "probed", index, said, startNs: String(start), delayMs });
    }),
  );
}

function report(line: AgentReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
