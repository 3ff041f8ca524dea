import type { Flow, HopChoice } from "../catalogue/index.js";
import {
  type Family,
  NOT_FORETOLD,
  now,
  type OracleRecord,
  parseEndpoint,
  type TrafficRecord,
} from "../core/index.js";
import type { RunningLab } from "../driver/index.js";
import { routeAnswers, routeGet, routeQuestions } from "../routers/index.js";
import { type Lab, nodeOf } from "../topology/index.js";
import { whyNotForetold } from "./oracle-limits.js";

/** Stands for the device of a connection that no route leads to. */
const NONE = "-";

/** Where a packet arrives: a node, and its interface. */
interface Arrival {
  node: string;
  interface: string;
}

/** A connection on its way from router to router; nowhere once a router has no route for it, or does not tell it. */
interface Walk {
  flow: Flow;
  at: Arrival | typeof NOT_FORETOLD | undefined;
}

/**
 * Asks the kernel of every router on the way which next hop each held connection takes (`ip route get` with its ports
 * and mark), hop by hop to a device. The captures must show the same. Of IPv6 it asks for the whole route instead, and
 * foretells nothing where that has several next hops: for forwarding the kernel hashes otherwise than for `ip route get`
 * (net/ipv6/route.c, rt6_multipath_hash).
 */
export class Oracle {
  readonly record: OracleRecord;
  readonly #running: RunningLab;
  readonly #family: Family;
  readonly #choices: readonly HopChoice[];
  readonly #known = new Set<TrafficRecord>();
  readonly #starts: Walk[] = [];
  #stale = true;
  #foretold = 0;

  /** @param tested true: it is asked also where it is known to be wrong, and nothing is left out */
  constructor(
    running: RunningLab,
    family: Family,
    choices: readonly HopChoice[],
    { tested }: { tested: boolean },
  ) {
    this.record = { ...(tested ? { tested } : {}), clients: [], predictions: [] };
    this.#running = running;
    this.#family = family;
    this.#choices = choices;
  }

  /** Asks about all connections, if something was done to the lab or one of them is new. */
  async ask(connections: readonly TrafficRecord[]): Promise<void> {
    this.#note(connections);
    const { record } = this;
    const { length } = this.#starts;
    if (record.skipped !== undefined || length === 0) return;
    if (!this.#stale && length === this.#foretold) return;
    if (record.predictions.length === 0 && !record.tested) {
      const why = await whyNotForetold(this.#running, this.#family, this.#choices);
      if (why !== undefined) {
        record.skipped = why;
        return;
      }
    }
    const asked = now();
    const devices = await this.#devices();
    record.predictions.push({ askedWallNs: String(asked.wallNs), devices: devices.join(" ") });
    this.#stale = false;
    this.#foretold = length;
  }

  /** Ends what was foretold: something is about to be done to the lab. */
  expire(): void {
    this.#stale = true;
    const { wallNs } = now();
    for (const prediction of this.record.predictions) prediction.untilWallNs ??= String(wallNs);
  }

  #note(connections: readonly TrafficRecord[]): void {
    const { lab } = this.#running.spec;
    for (const connection of connections) {
      const { client, server, origin } = connection;
      const end = client === undefined ? undefined : parseEndpoint(client);
      if (!client || !end || server !== lab.vip[this.#family] || this.#known.has(connection))
        continue;
      this.#known.add(connection);
      this.record.clients.push(client);
      const flow = { source: end.address, sourcePort: end.port };
      this.#starts.push({ flow, at: nodeOf(lab, origin).interfaces[0]?.peer });
    }
  }

  // The device that each connection reaches now, in the order of the record's clients.
  async #devices(): Promise<string[]> {
    const { lab } = this.#running.spec;
    const walks = this.#starts.map((start) => ({ ...start }));
    // No way passes a router twice: longer ones are loops.
    for (let hops = 0; hops < lab.nodes.length; hops++) {
      const routers = new Set(walks.flatMap(({ at }) => (isAt(lab, at, "hop") ? [at.node] : [])));
      if (routers.size === 0) break;
      const steps = [...routers].map((router) =>
        this.#forward(
          router,
          walks.filter(({ at }) => isAt(lab, at, "hop") && at.node === router),
        ),
      );
      await Promise.all(steps);
    }
    return walks.map(({ at }) => {
      if (at === NOT_FORETOLD) return NOT_FORETOLD;
      return isAt(lab, at, "device") ? at.node : NONE;
    });
  }

  // Takes connections that arrive at a router to where it sends them.
  async #forward(router: string, walks: Walk[]): Promise<void> {
    const { lab } = this.#running.spec;
    const choice = this.#choices.find(({ node }) => node === router);
    const questions = walks.map(({ flow, at }) => ({
      from: flow.source,
      to: lab.vip[this.#family],
      sourcePort: flow.sourcePort,
      iif: (at as Arrival).interface,
      mark: choice && "markOf" in choice ? choice.markOf(flow) : undefined,
    }));
    const whole = this.#family === 6 && !this.record.tested;
    const output = await this.#running
      .node(router)
      .try(routeGet(this.#family), { inside: "net", input: routeQuestions(questions, { whole }) });
    const { interfaces } = nodeOf(lab, router);
    const answers = routeAnswers(output, questions.length);
    for (const [index, walk] of walks.entries()) {
      const [dev, ...others] = answers[index] ?? [];
      const next = interfaces.find(({ name }) => name === dev)?.peer;
      walk.at = others.length > 0 ? NOT_FORETOLD : next;
    }
  }
}

function isAt(lab: Lab, at: Walk["at"], role: "hop" | "device"): at is Arrival {
  return at !== undefined && at !== NOT_FORETOLD && nodeOf(lab, at.node).role === role;
}
