import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { DoctorReport } from "./doctor-report.js";
import { doctorScreen } from "./doctor-screen.js";

test("shows what was found, what can run, and one line for each thing that would mend it", () => {
  const screen = doctorScreen(
    {
      probes: [
        { id: "root", title: "root", neededFor: "every lab", state: "ok", detail: "yes" },
        {
          id: "tools",
          title: "tools",
          neededFor: "netns",
          state: "missing",
          detail: "not installed: zebra",
          mend: "apt-get install frr",
        },
        {
          id: "node",
          title: "a node",
          neededFor: "netns",
          state: "missing",
          detail: "no zebra",
          mend: "apt-get install frr",
        },
        {
          id: "kernel",
          title: "kernel",
          neededFor: "some scenarios",
          state: "note",
          detail: "6.1.1; old",
        },
      ],
      drivers: [
        {
          name: "netns",
          usable: false,
          lacks: [
            { id: "tools", title: "tools", neededFor: "netns", state: "missing", detail: "" },
          ],
        },
        { name: "containerlab", usable: true, lacks: [] },
      ],
      scenarios: [
        { file: "a.yaml", runs: true, because: "" },
        { file: "b.yaml", runs: false, because: "needs resilient next-hop groups" },
      ],
      ready: true,
    },
    new PassThrough(),
  );
  expect(screen).toBe(`ok       root    yes
missing  tools   not installed: zebra
missing  a node  no zebra
note     kernel  6.1.1; old

driver netns cannot be used: tools
driver containerlab can be used
1 of 2 scenarios can run
  skipped: b.yaml: needs resilient next-hop groups

to mend:
  apt-get install frr    # tools, a node
`);
});

test("without root tells no mend that is false: only programs can be looked for then", () => {
  const missing = (id: "root" | "tools" | "veth", mend: string) =>
    ({ id, title: id, neededFor: "every lab", state: "missing", detail: "", mend }) as const;
  const report: DoctorReport = {
    probes: [
      missing("root", "run it with sudo"),
      missing("tools", "apt-get install frr"),
      missing("veth", "boot another kernel"),
    ],
    drivers: [],
    scenarios: [],
    ready: false,
  };
  expect(doctorScreen(report, new PassThrough())).toMatch(
    /\nto mend:\n {2}run it with sudo .*\n {2}apt-get install frr .*\nwhat else is missing shows only then\n$/,
  );
});
