import { isIP } from "node:net";
import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { Address4, Address6 } from "ip-address";
import { analyzeFiles, MAX_PORT, MOST_HELD, type Worst } from "../analysis/index.js";
import { groupBy, printable, ShiftError } from "../core/index.js";
import { canReadAgain } from "../packet/index.js";
import { type AnalyzeJob, ONLY } from "./analyze-job.js";
import { LADDER_ENDS } from "./analyze-ladder.js";
import { jsonlWriter, jsonWriter, type RecordWriter } from "./analyze-output.js";
import { doJob } from "./analyze-parallel.js";
import { analysisText } from "./analyze-text.js";
import { EXIT, reportErrors } from "./exit.js";
import { numberFrom, wholeNumber } from "./numbers.js";

const WORST = 5;
/** Threads beyond a processor's wait, and each takes memory of its own. */
const MAX_WORKERS = 64;
const STDIN = "-";
/** Where files stand beside an option that takes all words up to the next option. */
const FILES = "files come before it, or behind --";

/** `analyze`: what happened to every TCP connection of a capture, and which were shifted. */
export function analyzeCommand() {
  return new Command("analyze")
    .description(
      "tell what happened to every TCP connection of a capture, and which reached another device",
    )
    .argument("[files...]", "pcap or pcapng, plain or in gzip or zstd; standard input without any")
    .addOption(
      new Option("--json", "print one document with all records").default(false).conflicts("jsonl"),
    )
    .option("--jsonl", "print one record a line", false)
    .option("--vip <address...>", `only connections to these addresses; ${FILES}`, addressList)
    .addOption(
      new Option("--only <what>", "only connections of this outcome or grade").choices(ONLY),
    )
    .option("--packets", "with --json or --jsonl: the flags of every packet", false)
    .option("--decap", "show connections inside IPIP, GRE, VXLAN and GENEVE", false)
    .option("--vlans", "keep equal addresses and ports of different VLANs apart", false)
    .option(
      "--port <number...>",
      `ports of servers, where nobody was seen to open; ${FILES}`,
      portList,
    )
    .option(
      "--max-connections <n>",
      "connections held at once (default: 1000000)",
      numberFrom(1, MOST_HELD),
    )
    .option(
      "--workers <n>",
      "threads that make the records; one reads",
      numberFrom(1, MAX_WORKERS),
      1,
    )
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
  workers: number;
  worst: number;
}

async function analyze(files: string[], args: AnalyzeArguments): Promise<number> {
  if (args.packets && !args.json && !args.jsonl) {
    const message = "--packets shows nothing without --json or --jsonl";
    return reportErrors([new ShiftError({ code: "E_USAGE", message })]);
  }
  const job = jobOf(files, args);
  const writer = writerFor(files, args);
  const { end, summary, worst } = await doJob(job, args.workers, writer);
  if (writer) writer.finish(end, summary.finish());
  else {
    const shown = await withPackets(job, worst.list);
    process.stdout.write(analysisText({ files, summary: summary.finish(), end, worst: shown }));
  }
  for (const { file, offset, message } of end.faults) {
    process.stderr.write(`${printable(`${file}: at byte ${offset}: ${message}`)}\n`);
  }
  return end.faults.length > 0 ? EXIT.inconclusive : EXIT.pass;
}

function jobOf(files: string[], args: AnalyzeArguments): AnalyzeJob {
  const prints = args.json || args.jsonl;
  return {
    files,
    options: {
      decap: args.decap,
      vlanKey: args.vlans,
      ...(args.vip && { vips: args.vip }),
      ...(args.port && { servicePorts: args.port }),
      ...(args.maxConnections && { maxConnections: args.maxConnections }),
    },
    vip: args.vip,
    only: args.only,
    packets: args.packets,
    prints,
    summarizes: !args.jsonl,
    worst: prints ? 0 : args.worst,
  };
}

function writerFor(files: readonly string[], args: AnalyzeArguments): RecordWriter | undefined {
  if (args.jsonl) return jsonlWriter(process.stdout);
  return args.json ? jsonWriter(process.stdout, files) : undefined;
}

/** Reads the files again for the packets of the few connections that are drawn. */
async function withPackets(job: AnalyzeJob, worst: readonly Worst[]): Promise<readonly Worst[]> {
  if (worst.length === 0 || !(await canReadAgain(job.files))) return worst;
  const byFile = groupBy(worst, ({ file }) => file);
  const { connections } = await analyzeFiles(job.files, {
    ...job.options,
    keepPackets: (file, order) => byFile.get(file)?.some((one) => one.order === order) ?? false,
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
  // ip-address takes prefixes and zones, too, which no packet has for its address.
  const family = text.includes("%") ? 0 : isIP(text);
  if (family === 0) throw new InvalidArgumentError(`It is no single IP address; ${FILES}.`);
  const address = family === 4 ? new Address4(text) : new Address6(text);
  return [...(before ?? []), address.correctForm()];
}

function portList(text: string, before: number[] | undefined): number[] {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`It is no port; ${FILES}.`);
  return [...(before ?? []), numberFrom(0, MAX_PORT)(text)];
}
