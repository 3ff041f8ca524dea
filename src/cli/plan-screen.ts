import { join } from "node:path";
import { printable, shellWord } from "../core/index.js";
import {
  bare,
  CLAB_FILE,
  type DualAddress,
  expectedPaths,
  interfaceTowards,
  type Lab,
  type LoadedScenario,
  nodeOf,
} from "../topology/index.js";

/** What `plan` wrote where, and the path of a containerlab that works on this host, if there is any. */
interface WrittenPlan {
  folder: string;
  files: readonly string[];
  containerlab: string | undefined;
}

/** What `plan` prints: what it wrote where, and the paths that the routers of the lab must settle on. */
export function planScreen(
  { scenario, lab }: LoadedScenario,
  { folder, files, containerlab }: WrittenPlan,
): string {
  const lines = [
    `${scenario.name}: ${lab.nodes.length} nodes and ${lab.links.length} links of ${lab.topology} (${lab.title})`,
    "",
    `wrote ${files.length} files to ${folder}`,
    `  ${CLAB_FILE}`,
    ...filesOfNodes(lab, files),
    "",
    "expected paths",
    ...pathLines(lab),
    "",
    `to deploy by hand, as root and with a Docker daemon: ${shellWord(containerlab ?? "containerlab")} deploy -t ${shellWord(join(folder, CLAB_FILE))}`,
    ...(containerlab ? [] : ["  no containerlab here that can work: `make setup` builds one"]),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function filesOfNodes(lab: Lab, files: readonly string[]): string[] {
  return lab.nodes.map(({ name }) => {
    const own = files.filter((file) => file.startsWith(`${name}/`));
    return `  ${name}/{${own.map((file) => file.slice(name.length + 1)).join(",")}}`;
  });
}

function pathLines(lab: Lab): string[] {
  const width = Math.max(...lab.nodes.map(({ name }) => name.length));
  const isAnycast = (prefix: DualAddress) => bare(prefix[4]) === lab.vip[4];
  const paths = expectedPaths(lab).sort(
    (a, b) => Number(isAnycast(b.prefix)) - Number(isAnycast(a.prefix)),
  );
  return paths.flatMap(({ prefix, nextHops }) => [
    `  to ${isAnycast(prefix) ? "anycast " : ""}${prefix[4]} and ${prefix[6]}, announced by ${announcers(lab, prefix[4])}`,
    ...[...nextHops].map(([router, neighbours]) => {
      const node = nodeOf(lab, router);
      const members = neighbours.map(
        (neighbour) => `${neighbour} (${interfaceTowards(node, neighbour)?.name})`,
      );
      return `    ${router.padEnd(width)}  via ${members.join(" + ")}`;
    }),
  ]);
}

function announcers(lab: Lab, prefix: string): string {
  return lab.nodes
    .filter(({ networks }) => networks.some((network) => network[4] === prefix))
    .map(({ name }) => name)
    .join(", ");
}
