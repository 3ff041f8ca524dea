import {
  type AnalysisEnd,
  type AnalyzeOptions,
  analyzeStream,
  type ConnectionRecord,
  GRADES,
  isShifted,
  OUTCOMES,
  recordJson,
  type Share,
  SummaryCollector,
  type TracedConnection,
  WorstConnections,
} from "../analysis/index.js";

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

/** What is left of a job when its records have been told. */
export interface JobResult {
  end: AnalysisEnd;
  summary: SummaryCollector;
  worst: WorstConnections;
}

/**
 * Does a job, or a share of it.
 * @param print given the JSON of every wanted record, and the number of its first packet
 */
export async function doJob(
  job: AnalyzeJob,
  print: (json: string, order: number) => void,
  share?: Share,
): Promise<JobResult> {
  const summary = new SummaryCollector();
  const worst = new WorstConnections(job.worst);
  const options = { ...job.options, keepPackets: job.packets, ...(share && { share }) };
  const end = await analyzeStream(job.files, options, (connection, file) => {
    const { record } = connection;
    if (!isWanted(record, job.vip)) return;
    if (job.summarizes) summary.add(record);
    if (job.only !== undefined && !matches(record, job.only)) return;
    if (job.worst > 0) worst.add(connection, file);
    if (job.prints) {
      print(recordJson(job.packets ? withFlags(connection) : record), connection.order);
    }
  });
  return { end, summary, worst };
}

function isWanted({ server }: ConnectionRecord, vip: readonly string[] | undefined): boolean {
  if (vip === undefined) return true;
  const address = server.slice(0, server.lastIndexOf(":")).replace(/^\[|\]$/g, "");
  return vip.includes(address);
}

function matches(record: ConnectionRecord, only: (typeof ONLY)[number]): boolean {
  if (only === "shifted") return isShifted(record);
  return record.outcome === only || record.shifted.grade === only;
}

function withFlags({ record, packets }: TracedConnection): ConnectionRecord {
  return { ...record, flags: packets.map(({ dir, flags }) => `${dir}[${flags}]`) };
}
