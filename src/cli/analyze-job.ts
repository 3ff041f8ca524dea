import {
  type AnalyzeOptions,
  type ConnectionRecord,
  GRADES,
  isShifted,
  OUTCOMES,
  recordJson,
  SummaryCollector,
  type TracedConnection,
  WorstConnections,
} from "../analysis/index.js";
import { addressOf } from "../core/index.js";

/** What `--only` can ask for. */
export const ONLY = [...OUTCOMES, "shifted", ...GRADES] as const;

/** What one `analyze` command has to do; plain data that threads can be given. */
export interface AnalyzeJob {
  files: string[];
  options: Pick<AnalyzeOptions, "decap" | "vlanKey" | "vips" | "servicePorts" | "maxConnections">;
  /** Only connections to these addresses. */
  vip: string[] | undefined;
  only: (typeof ONLY)[number] | undefined;
  /** The flags of every packet in the records. */
  packets: boolean;
  /** Records are printed. */
  prints: boolean;
  /** A summary is told; where it is not, it would only cost time. */
  summarizes: boolean;
  /** Connections to show in full. */
  worst: number;
}

/** What one thread does with the connections that it is told. */
export class JobTally {
  readonly summary = new SummaryCollector();
  readonly worst: WorstConnections;
  readonly #job: AnalyzeJob;
  readonly #print: (json: string) => void;

  /** @param print given the JSON of every wanted record */
  constructor(job: AnalyzeJob, print: (json: string) => void) {
    this.#job = job;
    this.#print = print;
    this.worst = new WorstConnections(job.worst);
  }

  add(connection: TracedConnection, file: string): void {
    const job = this.#job;
    const { record } = connection;
    if (!isWanted(record, job.vip)) return;
    if (job.summarizes) this.summary.add(record);
    if (job.only !== undefined && !matches(record, job.only)) return;
    if (job.worst > 0) this.worst.add(connection, file);
    if (job.prints) this.#print(recordJson(job.packets ? withFlags(connection) : record));
  }
}

function isWanted({ server }: ConnectionRecord, vip: readonly string[] | undefined): boolean {
  if (vip === undefined) return true;
  return vip.includes(addressOf(server));
}

function matches(record: ConnectionRecord, only: (typeof ONLY)[number]): boolean {
  if (only === "shifted") return isShifted(record);
  return record.outcome === only || record.shifted.grade === only;
}

function withFlags({ record, packets }: TracedConnection): ConnectionRecord {
  return { ...record, flags: packets.map(({ dir, flags }) => `${dir}[${flags}]`) };
}
