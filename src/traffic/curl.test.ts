import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { Scope, until } from "../core/index.js";
import { scriptProcess } from "../driver/fixtures/node-process.js";
import type { RunningLab, SpawnOptions } from "../driver/index.js";
import { trafficSchema } from "../scenario/index.js";
import { RESET, transferText } from "./fixtures/curl-text.js";
import { startTraffic } from "./index.js";
import { SourcePorts, type TrafficContext } from "./traffic.js";

const SLEEP = "exec sleep 600";

let scope: Scope;
let interrupt: AbortController;
/** How each curl was started. */
let started: { argv: readonly string[]; options: SpawnOptions }[];
beforeEach(() => {
  scope = new Scope();
  interrupt = new AbortController();
  started = [];
});
afterEach(() => scope[Symbol.asyncDispose]());

/** Transfers of one origin, with shell scripts in the place of curl: the n-th for the n-th connection. */
function start(asked: object, ...scripts: string[]) {
  const spawn = (argv: readonly string[], options: SpawnOptions) => {
    started.push({ argv, options });
    return scriptProcess(scripts[started.length - 1] ?? SLEEP);
  };
  const context: TrafficContext = {
    running: {
      spec: { lab: shippedLab("cluster") },
      node: () => ({ spawn }),
    } as unknown as RunningLab,
    family: 4,
    scope,
    ports: new SourcePorts(20_000),
    soFar: () => [],
    signal: interrupt.signal,
  };
  const traffic = { kind: "curl", id: "asked", from: ["origin1"], sizes: ["1kB"], ...asked };
  return startTraffic(trafficSchema.parse(traffic), context);
}

/** A script that says what curl would of a transfer. */
function says(parts: Omit<Parameters<typeof transferText>[0], "port">, stderr = ""): string {
  return `printf %s '${transferText({ port: 1, ...parts })}'; printf %s '${stderr}' >&2`;
}

const WHOLE = says({ device: "dest1", bytes: 1000 });
const BROKEN = says({ ...RESET, device: "dest1", bytes: 300 });

function argumentAfter(name: string): (string | undefined)[] {
  return started.map(({ argv }) =>
    argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined,
  );
}

test("a download is one record, whatever became of it", async () => {
  const records = await start({ count: 2, parallel: 1 }, BROKEN, WHOLE).finished();
  const common = {
    traffic: "asked",
    program: "curl",
    origin: "origin1",
    server: "203.0.113.10",
    size: 1000,
    startWallNs: expect.stringMatching(/^\d{19}$/),
    durationMs: 250,
    device: "dest1",
  };
  expect(records).toEqual([
    {
      ...common,
      client: expect.stringMatching(/:20000$/),
      said: "reset",
      detail: "curl: (56) Recv failure: Connection reset by peer",
      bytes: 300,
    },
    {
      ...common,
      client: expect.stringMatching(/:20001$/),
      said: "ok",
      detail: "HTTP 206",
      bytes: 1000,
    },
  ]);
  expect(argumentAfter("--local-port")).toEqual(["20000", "20001"]);
  expect(argumentAfter("--range")).toEqual(["0-999", "0-999"]);
  expect(argumentAfter("--speed-time")).toEqual([undefined, undefined]);
  expect(argumentAfter("--connect-timeout")).toEqual([undefined, undefined]);
  expect(started[0]?.argv.at(-1)).toBe("http://203.0.113.10/blob");
  expect(started[0]?.options).toEqual({ unprivileged: true, stdin: "ignore" });
});

test("a rate is asked of the server", async () => {
  await start({ rate: "50kB" }, WHOLE).finished();
  expect(started[0]?.argv.at(-1)).toBe("http://203.0.113.10/blob?rate=50000");
});

test("an upload is fed its payload, and its connection counts as soon as it stands", async () => {
  const connected = "* Connected to 203.0.113.10 (203.0.113.10) port 80\n";
  const upload = { direction: "upload", parallel: 1 };
  await start(upload, `printf %s '${connected}' >&2; ${SLEEP}`).established();
  started = [];
  const fed = `printf '{"got":%s}' "$(wc -c)" >&2; ${says({ ...RESET, code: 0 })}`;
  const [record] = await start(upload, fed).finished();
  expect(record).toMatchObject({ said: "reset", bytes: 77, size: 1000 });
  expect(argumentAfter("--upload-file")).toEqual(["-"]);
  expect(argumentAfter("--range")).toEqual([undefined]);
  expect(started[0]?.argv).toContain("Content-Length: 1000");
  expect(started[0]?.argv.at(-1)).toBe("http://203.0.113.10/upload");
  expect(started[0]?.options.stdin).toBe("pipe");
});

test("why there was no connection is what curl said", async () => {
  const nowhere = "* connect to 203.0.113.10 port 80 failed: No route to host\n";
  const records = await start({}, says({ exitcode: 7 }, nowhere)).finished();
  expect(records).toMatchObject([{ said: "unreachable" }]);
});

describe("a download that may be tried again", () => {
  test("goes on where it broke, over connections of its own", async () => {
    const nothing = says(RESET);
    const rest = says({ device: "dest2", bytes: 700 });
    const records = await start({ retry: 3 }, BROKEN, nothing, rest).finished();
    expect(records.map(({ transfer, said, bytes, size }) => [transfer, said, bytes, size])).toEqual(
      [
        [0, "reset", 300, 1000],
        [0, "reset", 0, 700],
        [0, "ok", 700, 700],
      ],
    );
    expect(argumentAfter("--range")).toEqual(["0-999", "300-999", "300-999"]);
    expect(argumentAfter("--local-port")).toEqual(["20000", "20001", "20002"]);
    expect(argumentAfter("--speed-time")).toEqual(["2", "2", "2"]);
    expect(argumentAfter("--connect-timeout")).toEqual(["2", "2", "2"]);
  });

  test("is not, after so many times", async () => {
    const records = await start({ retry: 1 }, BROKEN, BROKEN, WHOLE).finished();
    expect(records.map(({ transfer, bytes }) => [transfer, bytes])).toEqual([
      [0, 300],
      [0, 300],
    ]);
  });

  test("is told by its number in its traffic", async () => {
    const records = await start({ retry: 1, count: 2, parallel: 1 }, WHOLE, WHOLE).finished();
    expect(records.map(({ transfer }) => transfer)).toEqual([0, 1]);
  });
});

describe("transfers are under way", () => {
  const begun = `printf 'X-Device: dest2\r\n'; ${SLEEP}`;

  test("when as many are as go on at once", async () => {
    const traffic = start({ count: 3, parallel: 2 }, begun, begun);
    await traffic.established();
    expect(started).toHaveLength(2);
    expect(traffic.firstDevice()).toBe("dest2");
  });

  test("in the background when the first is", async () => {
    await start({ count: 3, parallel: 2, background: true }, begun).established();
  });

  test("when all have ended, though they are fewer than may go on at once", async () => {
    await start({ parallel: 16 }, WHOLE).established();
    started = [];
    await start({ parallel: 16 }, says({ exitcode: 7 })).established();
  });

  test("a further connection of one is none that is under way", async () => {
    const asked = { count: 2, parallel: 2, retry: 3 };
    const established = start(asked, BROKEN, SLEEP, BROKEN).established();
    await until("it to be tried twice", () => started.length === 4, { deadlineMs: 5000 });
    interrupt.abort();
    await expect(established).rejects.toMatchObject({ code: "E_INTERRUPTED" });
  });
});
