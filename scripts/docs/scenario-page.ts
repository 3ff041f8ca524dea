import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inputJsonSchema, scenarioSchema, topologySchema } from "../../src/scenario/index.js";
import { type JsonSchema, keyTable, kindsOf, propertyOf } from "./key-table.js";
import { KINDS_OF_VALUE } from "./kinds-of-value.js";

/** The lists of a scenario whose entries come in kinds, with the key that tells the kind. */
const LISTS = [
  ["conditions", "kind"],
  ["traffic", "kind"],
  ["timeline", "do"],
  ["expect", "that"],
] as const;

/** docs/scenario.md: every key of scenarios and topologies, from their schemas. */
export function scenarioPage(): string {
  const scenario = inputJsonSchema(scenarioSchema);
  const topology = inputJsonSchema(topologySchema);
  const ownMitigation = optionOf(propertyOf(scenario, "mitigation"));
  return `# Scenarios and topologies

A scenario names a topology, the traffic, a timeline of events, and what must hold. A shipped one, whole:

\`\`\`yaml
${shippedScenario("shift").trim()}
\`\`\`

The first line makes editors that know YAML schemas check the file while it is written. Unknown keys, values out of
bounds, and names that the topology does not have are errors with line and column, and come at once as far
as one does not hide another ([errors.md](errors.md)). \`anycast-shift plan SCENARIO\` checks a scenario and writes its
lab without running anything; \`anycast-shift schema scenario\` prints the schema that this page is made from. A file has at most 1,000,000
bytes. Each kind below is in use in a file: those of \`scenarios/\`, and those that \`anycast-shift run --cause … --with …\`
writes to \`results/cells/\` (balance, second-chance, mptcp, rst-suppression, silence, drain, ttl, whole).

Names and ids are of lower-case letters, digits and \`-\`, a letter first; those of nodes of at most twelve letters and digits.

Steps of the timeline come one after another: \`after\` lets time pass before a step. A case ends when its traffic has
ended. Conditions and events are undone before the next case. At each hop one condition at most may choose the member:
\`packet-spray\`, \`resilient-group\` or \`balance\`.

\`anycast-shift run\` adds a control: the same traffic in the same lab without the scenario's conditions, mitigation and
events, which has to close. A scenario without events and mitigation that wants all of its traffic closed gets none. A case
is held to every control of its lab and family in the run, those of other scenarios too: give what cannot close without an
event, such as held connections whose \`timeout\` is shorter than an answer takes, a run of its own.

A case is inconclusive where an event met nothing: every connection had ended before, or no packet came to a \`drop\`,
\`reject\` or \`silence\`. So it is where one connection had ended before that was to be under way at the first event: of iperf,
of keep-alive over one connection, and of curl in the foreground where \`parallel\` lets all transfers begin at once.

A \`prepend\` that moves no path, because others are shorter or longer all the same, is no fault: the events of the report say
that the route stays as it was. So they do of a \`withdraw\`, \`announce\` or \`flap\` of a device that no origin reaches,
because a link is down.

Where addresses alone decide, as by a hash of addresses or at an origin with several links, the connections of one client
address go one way together: a share of them that theory puts between none and all is inconclusive, however many they are.
So is one of so few connections that theory would allow for any count of them; 21 are always enough.

## A scenario's keys

${keyTable(scenario)}

${LISTS.map(([list, key]) => listSection(scenario, list, key)).join("\n\n")}

## mitigation

The id of one of the catalogue (\`anycast-shift mitigations\`), which then changes the scenario as it changes the matrix's
cells, on the scenario's own traffic: \`client-retry\` gives its downloads \`retry\`, \`mptcp\` asks for held connections. One
by which the router chooses (\`resilient\`, \`maglev\`, \`connmark\`, \`l3-hash\`, \`stable-fields\`) takes the place of the
scenario's conditions for that at its ECMP hop: \`packet-spray\`, \`resilient-group\`, \`balance\` and sysctls of the hash.
Where addresses alone decide, as with \`l3-hash\`, \`validate\` asks for held connections with \`sources: many\`. Traffic that
cannot show a mitigation is an error before anything is deployed.

Or a mitigation of one's own, as operators would put it in force; \`scenarios/examples/own-mitigation.yaml\` shows one.
The files of all places come first; then place by place, in the order of the file, sysctls, rules, commands and helpers;
and last of all the checks. A command that fails is an error that names node, command and output, and the case has no
figures.

Commands, checks and helpers, and the command of a \`do: command\` step, run as root of their node: in its file tree,
processes and network, with the rights of its first process, which are those of a container with NET_ADMIN, and with
SYS_ADMIN at hops and devices ([ADR 3](adr/0003-netns-driver.md)); an image of one's own needs setpriv of util-linux for
them. That keeps mistakes away from the host; it is no sandbox: run the scenarios of people you trust.

${keyTable(ownMitigation)}

### A place under at

${keyTable(propertyOf(ownMitigation, "at").additionalProperties as JsonSchema)}

### An entry of check

${keyTable(propertyOf(ownMitigation, "check").items as JsonSchema)}

## bounds

How much may be lost with the mitigation, always as \`"<= N%"\`; \`anycast-shift validate\` ends with 1 when the measured
part is more. Without \`mitigation\` they are an error. \`scenarios/examples/planned-withdraw.yaml\` shows them.

${keyTable(propertyOf(scenario, "bounds"))}

## Kinds of value

${Object.entries(KINDS_OF_VALUE)
  .map(([kind, meaning]) => `### ${kind}\n\n${meaning}`)
  .join("\n\n")}

## A topology's keys

Topologies are files of their own, found by name in \`topologies/\` (or \`--topologies\`). Addresses, AS numbers, MAC
addresses and TTLs are given by the program: links from 198.18.0.0/15 and 2001:db8::/48, origins from 198.51.100.0/24,
2001:db8:a::/48 and, for \`sources: many\`, 198.19.0.0/16 and 2001:db8:b::/48, devices from 192.0.2.0/24 and 2001:db8:d::/48.

A lab has 1 to 32 origins, 1 to 10 devices and at most 255 nodes, whatever the counts allow, and one hop with \`ecmp: true\`.
It is in one piece, origins are linked to hops alone, and two nodes share one link at most. No node has a name that is a word
of scenarios, such as \`first\`, or \`host\`, which containerlab takes for the machine itself. The anycast address is in none
of the ranges above.

A name with \`#\` in \`links\` and \`prepend\` stands for each of its nodes: \`[origin#, first#]\` pairs them by number,
\`[core, dest#]\` links \`core\` with every one.

An origin with several links has one address, on lo, which all its first hops announce, and an equal-cost default route.
Its kernel chooses the link, by addresses alone unless the sysctl \`fib_multipath_hash_policy\` says otherwise;
\`topologies/uplinks.yaml\` is such a lab.

\`\`\`yaml
${readFileSync("topologies/fan.yaml", "utf8").trim()}
\`\`\`

${keyTable(topology)}

### A node

${keyTable(propertyOf(topology, "nodes").additionalProperties as JsonSchema)}

### An entry of prepend

${keyTable(propertyOf(topology, "prepend").items as JsonSchema)}

### A parameter

${keyTable(propertyOf(topology, "parameters").additionalProperties as JsonSchema)}
`;
}

// A key that takes a word, or a mapping with what a word stands for.
function optionOf(schema: JsonSchema): JsonSchema {
  const mapping = schema.anyOf?.find((option) => (option as JsonSchema).type === "object");
  if (!mapping) throw new RangeError("the schema has no option that is a mapping");
  return mapping as JsonSchema;
}

// Files carry a number in front of the name, for their order.
function shippedScenario(name: string): string {
  const folder = "scenarios/article";
  const file = readdirSync(folder).find((one) => one.replace(/^\d+-/, "") === `${name}.yaml`);
  if (file === undefined) throw new RangeError(`${folder} has no ${name}.yaml`);
  return readFileSync(join(folder, file), "utf8");
}

function listSection(scenario: JsonSchema, list: string, key: string): string {
  const schema = propertyOf(scenario, list);
  const kinds = [...kindsOf(schema, key)].map(
    ([word, option]) =>
      `### ${key}: ${word}\n\n${sentence(option.description)}\n\n${keyTable(option)}`,
  );
  return `## ${list}\n\n${sentence(schema.description)} Each entry has a kind, told by \`${key}\`.\n\n${kinds.join("\n\n")}`;
}

function sentence(text: string | undefined): string {
  if (!text) throw new RangeError("a kind of entry has no description in its schema");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
