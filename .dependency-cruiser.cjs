// Which room under src/ may import which (docs/architecture.md). A room is entered through its index.ts, or for its zod
// schemas through schemas.ts: who reads captures does not load zod, which takes a tenth of a second.

const LAB = ["scenario", "topology", "routers", "driver", "traffic", "events", "capture"];

/** Room to the rooms it may import. */
const MAY_IMPORT = {
  core: [],
  disk: ["core"],
  engine: [],
  scenario: ["core"],
  topology: ["core", "scenario"],
  routers: ["core", "topology"],
  driver: ["core", "disk", "topology"],
  traffic: ["core", "scenario", "topology", "driver"],
  events: ["core", "scenario", "topology", "routers", "driver"],
  capture: ["core", "topology", "driver"],
  catalogue: ["core", "scenario", "topology", "routers", "driver", "events"],
  packet: ["core", "engine"],
  analysis: ["core", "engine", "packet"],
  verdict: ["core", "scenario", "analysis"],
  run: ["core", "disk", ...LAB, "catalogue", "verdict"],
  matrix: ["core", "disk", "scenario", "topology", "catalogue", "verdict", "run"],
  report: ["core", "disk", "verdict", "matrix"],
  cli: [
    "core",
    "disk",
    ...LAB,
    "catalogue",
    "packet",
    "analysis",
    "verdict",
    "run",
    "matrix",
    "report",
  ],
};

// Tests, and what they build their input with.
const TEST = "(\\.test\\.tsx?$|/fixtures/)";

/** The rooms that a room reaches directly or through others: what its tests may build their input with. */
function reachable(room, seen = new Set()) {
  for (const next of MAY_IMPORT[room]) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachable(next, seen);
  }
  return [...seen];
}

function inRooms(rooms) {
  return `^src/(${rooms.join("|")})/`;
}

function roomRules(room) {
  return [
    {
      name: `${room}-imports`,
      comment: `${room} may import: ${MAY_IMPORT[room].join(", ") || "no other room"}`,
      severity: "error",
      from: { path: inRooms([room]), pathNot: TEST },
      to: { path: "^src/", pathNot: inRooms([room, ...MAY_IMPORT[room]]) },
    },
    {
      name: `${room}-test-imports`,
      comment: `tests of ${room} may import what ${room} reaches: ${reachable(room).join(", ") || "no other room"}`,
      severity: "error",
      from: { path: `${inRooms([room])}.*${TEST}` },
      to: { path: "^src/", pathNot: inRooms([room, ...reachable(room)]) },
    },
  ];
}

module.exports = {
  forbidden: [
    ...Object.keys(MAY_IMPORT).flatMap(roomRules),
    {
      name: "known-room",
      comment: "a new room needs a line in MAY_IMPORT",
      severity: "error",
      from: { path: "^src/", pathNot: inRooms(Object.keys(MAY_IMPORT)) },
      to: {},
    },
    {
      name: "through-the-index",
      comment:
        "another room is entered through its index.ts, or for its zod schemas through schemas.ts",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: TEST },
      to: { path: "^src/", pathNot: ["^src/$1/", "^src/[^/]+/(index|schemas)\\.ts$"] },
    },
    {
      name: "report-reads-types",
      comment: "report reads documents only: of verdict and matrix it may import types",
      severity: "error",
      from: { path: inRooms(["report"]), pathNot: TEST },
      to: { path: inRooms(["verdict", "matrix"]), dependencyTypesNot: ["type-only"] },
    },
    {
      name: "processes-in-driver",
      comment:
        "only driver starts processes or talks to Docker; the judge's own process is no part of a lab",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/driver/", "^src/run/judging\\.ts$", TEST] },
      to: { path: ["^node_modules/(execa|dockerode)/", "^(node:)?child_process$"] },
    },
    {
      name: "core-without-io",
      comment: "core does no I/O",
      severity: "error",
      from: { path: inRooms(["core"]), pathNot: TEST },
      to: { path: "^(node:)?(fs|fs/promises|net|dgram|http|https|os|readline)$" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-test-in-product",
      comment: "product code does not import tests",
      severity: "error",
      from: { path: "^src/", pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node"] },
  },
};
