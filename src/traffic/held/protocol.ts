/** What the agent is told, one line of JSON each. */
export type AgentCommand =
  | { do: "open"; host: string; port: number; path: string; from: OwnEnd[] }
  | { do: "probe"; timeoutMs: number; request: Request }
  | { do: "abort" }
  | { do: "close" };

/** The client's end of a connection: an address of the origin and a port, bound before connect(); null: the kernel's choice. */
export type OwnEnd = { address: string; port: number } | null;

/** One HTTP request: so many bytes of payload sent to a path, or asked of it by a range. */
export interface Request {
  path: string;
  upload?: number | undefined;
  answer?: number | undefined;
}

/** How a probe ended; skipped when the connection had broken before. */
export type ProbeOutcome = "ok" | "reset" | "timeout" | "skipped";

/** An error of a connection, in the words of a traffic record. */
export interface ConnectionFault {
  said: "reset" | "refused" | "unreachable" | "timeout" | "error";
  detail: string;
}

/** What the agent answers, one line of JSON each; times are CLOCK_MONOTONIC in nanoseconds, as text. */
export type AgentReport =
  | { kind: "opened"; index: number; client?: string; device: string; startNs: string }
  | ({ kind: "failed"; index: number; client?: string; startNs: string } & ConnectionFault)
  | { kind: "probed"; index: number; said: ProbeOutcome; startNs: string; delayMs: number }
  | { kind: "aborted"; index: number }
  | { kind: "done"; command: AgentCommand["do"] };
