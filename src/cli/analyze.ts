import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { Address4, Address6 } from "ip-address";
import {
  type AnalyzeOptions,
  analyzeFiles,
  analyzeStream,
  type ConnectionRecord,
  GRADES,
  isShifted,
  OUTCOMES,
  SummaryCollector,
  type TracedConnection,
  type Worst,
  WorstConnections,
} from "../analysis/index.js";
import { LADDER_ENDS } from "./analyze-ladder.js";
import { jsonlWriter, jsonWriter, type RecordWriter } from "./analyze-output.js";
import { analysisText } from "./analyze-text.js";
import { EXIT } from "./exit.js";

const ONLY = [...OUTCOMES, "shifted", ...GRADES] as const;
const WORST = 5;
const STDIN = "-";

/** `analyze`: what happened to every TCP connection of a capture, and which were shifted. */
export function analyzeCommand() {
  return new Command("analyze")
    .description(
      "tell what happened to every TCP connection of a capture, and which reached another device",
    )
    .argument("[files...]", "pcap or pcapng, plain or in gzip or zstd; standard input without any")
    .option("--json", "print one document with all records", false)
    .option("--jsonl", "print one record a line", false)
    .option("--vip <address...>", "only connections to these addresses", addressList)
    .addOption(
      new Option("--only <what>", "only connections of this outcome or grade").choices(ONLY),
    )
    .option("--packets", "with --json or --jsonl: the flags of every packet", false)
    .option("--decap", "show connections inside IPIP, GRE, VXLAN and GENEVE", false)
    .option("--vlans", "keep equal addresses and ports of different VLANs apart", false)
    .option("--port <number...>", "ports of servers, where nobody was seen to open", portList)
    .option("--max-connections <n>", "connections held at once (1000000)", wholeNumber)
    .option("--worst <n>", "connections shown in full", wholeNumber, WORST)
    .action(async (files, options) => {
      process.exitCode = await analyze(files.length > 0 ? files : [STDIN], options);
    });
}

/** What the command line asks for. */
interface AnalyzeArguments {
  json: boolean;
  jsonl: boolean;
  vip?: string[] | undefined;
  only?: (typeof ONLY)[number] | undefined;
  packets: boolean;
  decap: boolean;
  vlans: boolean;
  port?: number[] | undefined;
  maxConnections?: number | undefined;
  worst: number;
}

async function analyze(files: string[], args: AnalyzeArguments): Promise<number> {
  const options: AnalyzeOptions = {
    decap: args.decap,
    vlanKey: args.vlans,
    ...(args.vip && { vips: args.vip }),
    ...(args.port && { servicePorts: args.port }),
    ...(args.maxConnections && { maxConnections: args.maxConnections }),
  };
  const writer = writerFor(files, args);
  const summary = new SummaryCollector();
  const worst = new WorstConnections(writer ? 0 : args.worst);
  const keepPackets = writer !== undefined && args.packets;
  const end = await analyzeStream(files, { ...options, keepPackets }, (connection, file) => {
    if (!isWanted(connection.record, args)) return;
    summary.add(connection.record);
    if (args.only !== undefined && !matches(connection.record, args.only)) return;
    worst.add(connection, file);
    writer?.record(keepPackets ? withFlags(connection) : connection.record);
  });
  if (writer) writer.finish(end, summary.finish());
  else {
    const shown = await withPackets(files, options, worst.list);
    process.stdout.write(analysisText({ files, summary: summary.finish(), end, worst: shown }));
  }
  for (const { file, offset, message } of end.faults) {
    process.stderr.write(`${file}: at byte ${offset}: ${message}\n`);
  }
  return end.faults.length > 0 ? EXIT.inconclusive : EXIT.pass;
}

function writerFor(files: readonly string[], args: AnalyzeArguments): RecordWriter | undefined {
  if (args.jsonl) return jsonlWriter(process.stdout);
  return args.json ? jsonWriter(process.stdout, files) : undefined;
}

function isWanted({ server }: ConnectionRecord, { vip }: AnalyzeArguments): boolean {
  return (
    vip === undefined ||
    vip.includes(server.slice(0, server.lastIndexOf(":")).replace(/[[\]]/g, ""))
  );
}

function matches(record: ConnectionRecord, only: (typeof ONLY)[number]): boolean {
  if (only === "shifted") return isShifted(record);
  return record.outcome === only || record.shifted.grade === only;
}

function withFlags({ record, packets }: TracedConnection): ConnectionRecord {
  return { ...record, flags: packets.map(({ dir, flags }) => `${dir}[${flags}]`) };
}

/** Reads the files again for the packets of the few connections that are drawn; standard input cannot be read twice. */
async function withPackets(
  files: readonly string[],
  options: AnalyzeOptions,
  worst: readonly Worst[],
): Promise<readonly Worst[]> {
  if (worst.length === 0 || files.includes(STDIN)) return worst;
  const names = new Set(worst.map(({ file, order }) => `${order} ${file}`));
  const { connections } = await analyzeFiles(files, {
    ...options,
    keepPackets: (file, order) => names.has(`${order} ${file}`),
    onlyKept: true,
    packetEnds: LADDER_ENDS,
  });
  return worst.map((one) => {
    const again = connections.find(
      ({ order, record }) =>
        order === one.order && (record.capture === undefined || record.capture === one.file),
    );
    return again ? { ...one, packets: again.packets } : one;
  });
}

function addressList(text: string, before: string[] | undefined): string[] {
  const parse = Address4.isValid(text) ? Address4 : Address6;
  if (!parse.isValid(text)) throw new InvalidArgumentError("It is no IP address.");
  return [...(before ?? []), new parse(text).correctForm()];
}

function portList(text: string, before: number[] | undefined): number[] {
  return [...(before ?? []), wholeNumber(text)];
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It is no whole number.");
  return Number(text);
}
