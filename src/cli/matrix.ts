import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { formatDuration, printable } from "../core/index.js";
import { chooseDriver, nodeImage, requireRoot } from "../driver/index.js";
import { type CellProgress, runMatrix } from "../matrix/index.js";
import { hostFacts, programVersion } from "../run/index.js";
import { commandLine } from "./command-line.js";
import { hostLacks } from "./host-lacks.js";
import { matrixAgreeCommand } from "./matrix-agree.js";
import { finishMatrix } from "./matrix-end.js";
import { matrixMergeCommand } from "./matrix-merge.js";
import { matrixOptions, matrixRequest, refuseMatrixOptions } from "./matrix-options.js";
import { options } from "./options.js";
import { abortOnSignals } from "./signals.js";
import { withAudit } from "./with-audit.js";

/** `matrix`: every cause with every mitigation that applies. */
export function matrixCommand() {
  return (
    new Command("matrix")
      // Options behind the name of a sub-command are its own: some are called as those of the matrix.
      .enablePositionalOptions()
      .description(
        "measure what each mitigation saves, cause by cause; goes on where it was stopped",
      )
      .addOption(matrixOptions.causes())
      .addOption(matrixOptions.mitigations())
      .addOption(matrixOptions.members())
      .addOption(matrixOptions.family())
      .addOption(matrixOptions.connections())
      .addOption(matrixOptions.repeat())
      .addOption(matrixOptions.shard())
      .addOption(matrixOptions.fresh())
      .addOption(options.driver())
      .addOption(options.workers())
      .addOption(options.results())
      .addOption(options.topologies())
      .addOption(options.json("the matrix document"))
      .addCommand(matrixMergeCommand())
      .addCommand(matrixAgreeCommand())
      .hook("preSubcommand", refuseMatrixOptions)
      .action(async (given) => {
        const { driver: wanted, workers, results, topologies, json, shard, fresh } = given;
        const request = matrixRequest(given);
        requireRoot();
        using signals = abortOnSignals();
        const say = json ? () => undefined : sayOn(process.stdout);
        const lacks = await hostLacks();
        const { document, folder } = await withAudit(async (runId, scope) => {
          const { driver, why } = await chooseDriver(wanted, [], scope);
          say(`driver ${driver.name}: ${why}`);
          return runMatrix({
            request,
            shard,
            fresh,
            folders: { cells: join(results, "cells"), topologies },
            lacks,
            facts: {
              program: programVersion(),
              command: commandLine(),
              host: await hostFacts(driver),
            },
            results,
            runId,
            driver,
            image: nodeImage(),
            workers,
            signal: signals.signal,
            listener: (event) => event.kind === "note" && say(event.text),
            onCell: (progress) => say(progressLine(progress)),
          });
        });
        process.exitCode = finishMatrix(document, folder, json);
      })
  );
}

function sayOn(stream: NodeJS.WritableStream) {
  return (text: string) => void stream.write(`${printable(text)}\n`);
}

function progressLine({ id, text, done, of, secondsLeft }: CellProgress): string {
  return `[${done}/${of}] ${id}: ${text}; ${formatDuration(secondsLeft * 1000)} left`;
}
