import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pause, until } from "../../core/index.js";
import { startWebServer, type WebServer } from "../fixtures/web-server.js";
import { HeldConnection } from "./connection.js";
import type { Request } from "./protocol.js";

const LONG_MS = 10_000;
const SHORT_MS = 50;
let web: WebServer;

beforeEach(async () => {
  web = await startWebServer();
});
afterEach(() => web.stop());

const WHO = { path: "/who" };
// Two checkouts that are tested at once should not want the same ports.
let nextPort = 10_000 + (process.pid % 20_000);
const own = () => ({ address: "127.0.0.1", port: nextPort++ });
const connected = () => new HeldConnection("127.0.0.1", web.port, own());

describe("a held connection", () => {
  test("learns its device, is probed again and again, and closes", async () => {
    const connection = connected();
    expect(await connection.request(WHO, LONG_MS)).toEqual({ device: "dest1" });
    expect(connection.client).toBe(`127.0.0.1:${web.sockets[0]?.remotePort}`);
    expect(await connection.probe(WHO, LONG_MS)).toBe("ok");
    expect(await connection.probe(WHO, LONG_MS)).toBe("ok");
    await connection.close(LONG_MS);
    expect(web.sockets).toHaveLength(1);
    await until("the server's end", () => web.sockets[0]?.destroyed, { deadlineMs: LONG_MS });
    expect(web.sockets[0]?.errored).toBeNull();
  });

  test("that is not bound knows its own end once the handshake is done", async () => {
    const connection = new HeldConnection("127.0.0.1", web.port, null);
    expect(connection.client).toBeUndefined();
    await connection.request(WHO, LONG_MS);
    expect(connection.client).toBe(`127.0.0.1:${web.sockets[0]?.remotePort}`);
    await connection.close(LONG_MS);
  });

  test("that is not bound never learns its own end when a reset answers the handshake", async () => {
    const { port } = web;
    await web.stop();
    const connection = new HeldConnection("127.0.0.1", port, null);
    expect(await connection.request(WHO, LONG_MS)).toMatchObject({ said: "refused" });
    expect(connection.client).toBeUndefined();
    web = await startWebServer();
  });

  test("whose probe is answered by RST says reset once, then is skipped", async () => {
    const connection = connected();
    await connection.request(WHO, LONG_MS);
    web.manner = "reset";
    expect(await connection.probe(WHO, LONG_MS)).toBe("reset");
    expect(connection.fault?.said).toBe("reset");
    web.manner = "answer";
    expect(await connection.probe(WHO, LONG_MS)).toBe("skipped");
    await connection.close(LONG_MS);
  });

  test("that was reset while idle is skipped: no probe of it was sent", async () => {
    const connection = connected();
    await connection.request(WHO, LONG_MS);
    web.sockets[0]?.resetAndDestroy();
    await until("the RST to arrive", () => connection.fault !== undefined, { deadlineMs: LONG_MS });
    expect(connection.fault?.said).toBe("reset");
    expect(await connection.probe(WHO, LONG_MS)).toBe("skipped");
  });

  test.each(["silence", "half-answer"] as const)("gives up on %s", async (manner) => {
    const connection = connected();
    await connection.request(WHO, LONG_MS);
    web.manner = manner;
    expect(await connection.probe(WHO, SHORT_MS)).toBe("timeout");
    expect(connection.fault).toEqual({ said: "timeout", detail: "no answer in 50 ms" });
    expect(await connection.probe(WHO, LONG_MS)).toBe("skipped");
    await connection.close(LONG_MS);
  });

  test("is closed in time, also when the server never closes", async () => {
    const server = createServer({ allowHalfOpen: true }, (socket) => socket.resume());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const connection = new HeldConnection(
      "127.0.0.1",
      (server.address() as AddressInfo).port,
      null,
    );
    expect(await connection.request(WHO, 50)).toMatchObject({ said: "timeout" });
    await connection.close(100);
    server.close();
  });

  test("tells a refusal", async () => {
    const { port } = web;
    await web.stop();
    const end = own();
    const connection = new HeldConnection("127.0.0.1", port, end);
    expect(await connection.request(WHO, LONG_MS)).toMatchObject({ said: "refused" });
    expect(connection.client).toBe(`127.0.0.1:${end.port}`);
    web = await startWebServer();
  });

  test("tells a FIN of the server from a reset", async () => {
    web.manner = "close";
    const answer = await connected().request(WHO, LONG_MS);
    expect(answer).toEqual({ said: "error", detail: "closed by the server" });
  });

  test.each([
    [{ path: "/who" }, "GET /who HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
    [
      { path: "/upload", upload: 3 },
      "POST /upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\n000",
    ],
    [
      { path: "/blob", answer: 20 },
      "GET /blob HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=0-19\r\n\r\n",
    ],
  ])("sends its payload, or asks for one: %j", async (request, text) => {
    const { received, answer } = await ask(request, ["HTTP/1.1 200 OK\r\nX-Device: dest1\r\n\r\n"]);
    expect(received).toBe(text);
    expect(answer).toEqual({ device: "dest1" });
  });

  test("takes a large answer in as fast as it comes, and waits for the whole of it", async () => {
    const bytes = 60_000_000;
    const header = `HTTP/1.1 206 Partial Content\r\nX-Device: dest1\r\nContent-Length: ${bytes}\r\n\r\n`;
    const most = "0".repeat(bytes - 1);
    expect((await ask(WHO, [`${header}0`, most])).answer).toEqual({ device: "dest1" });
    expect((await ask(WHO, [header, "0"], SHORT_MS)).answer).toMatchObject({ said: "timeout" });
  });

  test("waits for the rest of an answer's headers, which need not name a device", async () => {
    const headers = ["HTTP/1.1 200 OK\r\n", "Content-Length: 0\r\n", "\r\n"];
    expect((await ask(WHO, headers)).answer).toEqual({ device: "" });
    headers.splice(2, 0, "X-Device: dest2\r\n");
    expect((await ask(WHO, headers)).answer).toEqual({ device: "dest2" });
  });
});

/** What a server receives that answers in these pieces, and what is made of its answer. */
async function ask(request: Request, pieces: readonly string[], timeoutMs = LONG_MS) {
  let received = "";
  const answerOn = async (socket: Socket) => {
    for (const piece of pieces) {
      socket.write(piece);
      await pause(10);
    }
  };
  const server = createServer((socket) => {
    socket.setNoDelay().once("data", (chunk: Buffer) => {
      received = chunk.toString();
      void answerOn(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const connection = new HeldConnection("127.0.0.1", port, null);
  const answer = await connection.request(request, timeoutMs);
  await connection.close(LONG_MS);
  server.close();
  return { received, answer };
}
