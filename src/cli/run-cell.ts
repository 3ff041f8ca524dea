import { join } from "node:path";
import { findCause, findMitigation, usualFamily, whyNot } from "../catalogue/index.js";
import { type Family, ShiftError } from "../core/index.js";
import { requireRoot } from "../driver/index.js";
import { type CellSpec, cellCase, twinOf } from "../matrix/index.js";
import { controlOf } from "../run/index.js";
import { cellTable } from "./cell-table.js";
import { type LaunchOptions, launch } from "./launch.js";

/** What `run --cause` is asked for. */
export interface CellRequest
  extends Pick<LaunchOptions, "driver" | "results" | "workers" | "json"> {
  cause: string;
  with: string | undefined;
  members: number;
  /** The cause's usual one when undefined. */
  family: Family | undefined;
  connections: number;
  control: boolean;
  topologies: string;
}

/** Runs one cell, and beside a mitigated one the same cause without it; returns the exit code. */
export async function runCell(request: CellRequest): Promise<number> {
  const { members, connections, results, topologies } = request;
  const cause = findCause(request.cause);
  const family = request.family ?? usualFamily(cause);
  const mitigation = request.with === undefined ? undefined : findMitigation(request.with);
  const spec: CellSpec = { cause, mitigation, cell: { members, family, connections } };
  const reason = whyNot(cause, mitigation, spec.cell);
  if (reason) throw new ShiftError({ code: "E_USAGE", message: reason });

  requireRoot();
  const specs = mitigation ? [twinOf(spec), spec] : [spec];
  const folders = { cells: join(results, "cells"), topologies };
  const cells = specs.map((one) => ({ spec: one, planned: cellCase(one, folders) }));
  const cases = cells.map(({ planned }) => planned);
  const controls = request.control ? cases.slice(0, 1).map(controlOf) : [];
  return launch({
    ...request,
    name: [cause.id, mitigation?.id ?? "none"].join("--"),
    cases: [...controls, ...cases],
    footer: ({ document }) => cellTable(cells, document),
  });
}
