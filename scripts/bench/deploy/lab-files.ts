// The files of one lab, the same for every subject of the bench.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { formatError } from "../../../src/core/index.js";
import { type LabSpec, nodeImage, RUN_LABEL } from "../../../src/driver/index.js";
import { labFolder } from "../../../src/routers/index.js";
import { writeInFolder } from "../../../src/run/folder.js";
import { readTopology } from "../../../src/scenario/index.js";
import { buildLab, ecmpHop, sysctlsOf } from "../../../src/topology/index.js";

/** Writes a topology's lab into a folder, with what the Python subjects read beside it. */
export function writeLab(topology: string, runId: string, folder: string): LabSpec {
  const read = readTopology(topology);
  const lab = Array.isArray(read) ? read : buildLab(read.value);
  if (Array.isArray(lab)) throw new Error(lab.map(formatError).join("\n"));
  const features = { hashSeed: false };
  const name = `shift-${runId}-1`;
  const labels = { [RUN_LABEL]: runId };
  const files = labFolder(lab, { name, image: nodeImage(), labels, features });
  const nodes = lab.nodes.map((node) => {
    const sysctls = Object.entries(sysctlsOf(node, features)).map(
      ([key, value]) => `${key} = ${value}\n`,
    );
    files.set(`${node.name}/sysctl.conf`, sysctls.join(""));
    mkdirSync(join(folder, node.name, "log"), { recursive: true });
    const interfaces = node.interfaces.map(({ name: link, mac }) => ({ name: link, mac }));
    return { name: node.name, folder: join(folder, node.name), interfaces };
  });
  const description = { nodes, links: lab.links.map(({ ends }) => ends), hop: ecmpHop(lab).name };
  files.set("description.json", JSON.stringify(description));
  for (const [path, text] of files) writeInFolder(folder, path, text);
  return { lab, name, runId, folder, features };
}
