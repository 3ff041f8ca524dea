import { Command } from "@commander-js/extra-typings";
import {
  type Cause,
  causes,
  demandsOf,
  type Mitigation,
  mitigations,
  type Needs,
} from "../catalogue/index.js";
import { canRunLabs, examineHost, type HostReport } from "../driver/index.js";
import { catalogueScreen, type ListedEntry } from "./catalogue-screen.js";
import { lacksAmong } from "./host-lacks.js";

/** `causes`: why connections shift, as far as the matrix knows. */
export function causesCommand() {
  return listCommand(
    "causes",
    "why connections shift: what each cause needs, and if it runs here",
    () => causes.map(describeCause),
  );
}

/** `mitigations`: what operators do against it. */
export function mitigationsCommand() {
  return listCommand(
    "mitigations",
    "what is done against shifts: what each takes, and if it runs here",
    () => mitigations.map(describeMitigation),
  );
}

type Description = Omit<ListedEntry, "runs" | "because"> & { probes: readonly string[] };

function listCommand(name: string, description: string, list: () => Description[]) {
  return new Command(name)
    .description(description)
    .option("--json", "print the list as JSON")
    .action(async ({ json }) => {
      const host = await examineHost();
      const entries = list().map((entry) => withHost(entry, host));
      process.stdout.write(
        json
          ? `${JSON.stringify({ [name]: entries }, null, 1)}\n`
          : catalogueScreen(entries, process.stdout),
      );
    });
}

function describeCause({ id, name, kind, about, source, needs, ...more }: Cause): Description {
  const { exposes, signature, lookAlike } = more;
  return {
    id,
    name,
    about,
    source,
    ...demands(needs),
    more: { kind, exposes, signature, lookAlike },
  };
}

function describeMitigation({ id, name, about, source, needs, cost, breaks }: Mitigation) {
  return { id, name, about, source, ...demands(needs), more: { cost, breaks } };
}

function demands(needs: Needs) {
  return { needs: demandsOf(needs), probes: needs.probes ?? [] };
}

/** A cause or a mitigation as a host has it: whether it can run there. */
export function withHost({ probes, ...entry }: Description, host: HostReport): ListedEntry {
  const needed = host.probes.filter(({ id }) => probes.includes(id));
  const noDriver = canRunLabs(host) ? "" : "no driver can be used; `anycast-shift doctor` says why";
  const because = lacksAmong(host.probes, ["root", ...probes]) ?? noDriver;
  return {
    ...entry,
    needs: [...entry.needs, ...needed.map(({ title }) => title)],
    runs: because === "",
    because,
  };
}
