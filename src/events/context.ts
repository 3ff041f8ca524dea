import type { EventRecord, Family, Scope } from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import type { FibWatch } from "./fib-watch.js";

/** What the events of one case act on. */
export interface EventContext {
  running: Omit<RunningLab, "destroy">;
  family: Family;
  /** Undoes every event at the end of the case. */
  scope: Scope;
  /** Monitors by router name; every router that an event needs is watched before traffic starts. */
  watches: Map<string, FibWatch>;
  record(event: EventRecord): void;
  /** Everything recorded so far, oldest first. */
  recorded(): readonly EventRecord[];
  /** The device that answered the first connection. */
  serving(): string;
  /** Opens the held connections of a traffic that waited for it. */
  open(traffic: string): Promise<void>;
  /** Resets each held connection of a traffic from its own end. */
  abort(traffic: string): Promise<void>;
  /** One request on each held connection of a traffic; resolves at once when it runs in the background. */
  probe(traffic: string, background: boolean): Promise<void>;
  /** Takes what goes on while the next steps are done; the case ends after it. */
  background(work: Promise<void>): void;
  /** Lets mitigations that follow the routes finish what a change made them do; false where there are none. */
  settle(): Promise<boolean>;
  /** Foretells the devices of held connections from what the routers' kernels say; left out where nobody judges. */
  oracle?: {
    /** Asks anew, if something was done to the lab since or a connection is new. */
    ask(): Promise<void>;
    /** To be called before anything is done to the lab. */
    expire(): void;
  };
  signal?: AbortSignal | undefined;
}
