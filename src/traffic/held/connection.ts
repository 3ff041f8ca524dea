import { connect, type Socket } from "node:net";
import { formatEndpoint, urlHost } from "../../core/index.js";
import { parseDevices } from "../devices.js";
import type { ConnectionFault, OwnEnd, ProbeOutcome, Request } from "./protocol.js";

/** What errors of the system are called. */
const WORDS: Partial<Record<string, ConnectionFault["said"]>> = {
  ECONNRESET: "reset",
  EPIPE: "reset",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ETIMEDOUT: "timeout",
};

/** One HTTP connection that is held open and used now and then; one request at a time. */
export class HeldConnection {
  readonly #socket: Socket;
  readonly #host: string;
  #answer = new Answer();
  #fault: ConnectionFault | undefined;
  #wake: (() => void) | undefined;
  #client: string | undefined;

  constructor(host: string, port: number, own: OwnEnd) {
    this.#host = urlHost(host);
    const bound = own ? { localAddress: own.address, localPort: own.port } : {};
    if (own) this.#client = formatEndpoint(own.address, own.port);
    this.#socket = connect({ host, port, ...bound, noDelay: true });
    this.#socket.setEncoding("utf8");
    this.#socket.once("connect", () => {
      const { localAddress, localPort } = this.#socket;
      if (localAddress && localPort) this.#client ??= formatEndpoint(localAddress, localPort);
    });
    this.#socket.on("data", (text) => {
      this.#answer.take(text.toString());
      this.#wake?.();
    });
    this.#socket.on("error", (error: NodeJS.ErrnoException) => this.#break(faultOf(error)));
    this.#socket.on("close", () => this.#break({ said: "error", detail: "closed by the server" }));
  }

  /** ip:port of this end; one that the kernel chose is known once the handshake is done, and never when a reset answers it. */
  get client(): string | undefined {
    return this.#client;
  }

  get fault(): ConnectionFault | undefined {
    return this.#fault;
  }

  /** Sends a request and waits for its whole answer; returns the device that the answer names. */
  async request(
    request: Request,
    timeoutMs: number,
  ): Promise<{ device: string } | ConnectionFault> {
    this.#answer = new Answer();
    if (!this.#fault) this.#socket.write(requestText(this.#host, request));
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      if (this.#fault) return this.#fault;
      const { device } = this.#answer;
      if (device !== undefined) return { device };
      const left = deadline - performance.now();
      if (left <= 0) return { said: "timeout", detail: `no answer in ${timeoutMs} ms` };
      await this.#next(left);
    }
  }

  /** A request after the connection was established, as the outcome of a probe. */
  async probe(request: Request, timeoutMs: number): Promise<ProbeOutcome> {
    if (this.#fault) return "skipped";
    const answer = await this.request(request, timeoutMs);
    if ("device" in answer) return "ok";
    if (answer.said === "timeout") {
      // A connection that did not answer in time is given up, as a user would; its state is told by its packets.
      this.#break(answer);
      return "timeout";
    }
    return "reset";
  }

  /** Ends the connection with a RST; false when it had broken before. */
  abort(): boolean {
    if (this.#fault) return false;
    this.#socket.resetAndDestroy();
    return true;
  }

  /** Ends the connection with a FIN and waits until both sides have closed, or so many milliseconds. */
  async close(timeoutMs: number): Promise<void> {
    if (this.#socket.destroyed) return;
    if (this.#fault) {
      this.#socket.destroy();
      return;
    }
    await new Promise<void>((resolve) => {
      // Over a way that leads nowhere any more, the kernel would repeat the FIN for minutes.
      const timer = setTimeout(() => this.#socket.destroy(), timeoutMs);
      this.#socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      this.#socket.end();
    });
  }

  #next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }

  #break(fault: ConnectionFault): void {
    this.#fault ??= fault;
    this.#wake?.();
  }
}

function requestText(host: string, { path, upload, answer }: Request): string {
  const lines = [
    `${upload === undefined ? "GET" : "POST"} ${path} HTTP/1.1`,
    `Host: ${host}`,
    ...(upload === undefined ? [] : [`Content-Length: ${upload}`]),
    ...(answer === undefined ? [] : [`Range: bytes=0-${answer - 1}`]),
  ];
  return `${lines.join("\r\n")}\r\n\r\n${"0".repeat(upload ?? 0)}`;
}

/** An answer as it comes in. Its body is counted and not kept: a text of many megabytes that grows is copied all over. */
class Answer {
  #head = "";
  #device = "";
  /** Characters of the body that are not here yet; undefined before its header is. */
  #missing: number | undefined;

  /** The device that it names, when it is whole. */
  get device(): string | undefined {
    return this.#missing !== undefined && this.#missing <= 0 ? this.#device : undefined;
  }

  take(text: string): void {
    if (this.#missing !== undefined) {
      this.#missing -= text.length;
      return;
    }
    this.#head += text;
    const end = this.#head.indexOf("\r\n\r\n");
    if (end < 0) return;
    const header = this.#head.slice(0, end);
    const length = Number(/^content-length: (\d+)/im.exec(header)?.[1] ?? 0);
    this.#missing = length - (this.#head.length - end - 4);
    this.#device = parseDevices(header)[0] ?? "";
  }
}

function faultOf({ code = "", message }: NodeJS.ErrnoException): ConnectionFault {
  return { said: WORDS[code] ?? "error", detail: message };
}
