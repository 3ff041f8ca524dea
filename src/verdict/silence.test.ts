import { expect, test } from "vitest";
import { CLIENT, evidenceOf, SERVER } from "./fixtures/case-folder.js";
import { correlated } from "./fixtures/correlated.js";
import { closed, downloading, type Exchange, START_NS } from "./fixtures/exchange.js";
import { SHIFT_EXPECTED } from "./fixtures/shift-case.js";
import { idleSilences } from "./silence.js";

const MET_NOTHING = ["the silence of dest1 met no packet"];
const started = () => downloading(CLIENT, SERVER);
const ended = (one: Exchange) => closed(one.up("dest1", { flags: "." }));
// Of the client's next number, as if it were lost: what the device sends later does not acknowledge it.
const LOST = { flags: "P.", length: 80, seq: 79 };

test.each([
  ["had no packet any more", started(), MET_NOTHING],
  ["answered all that came", ended(started()), MET_NOTHING],
  [
    "had none of a connection of another one",
    closed(downloading(CLIENT, SERVER, "dest2"), "dest2"),
    MET_NOTHING,
  ],
  [
    "answered a request",
    started().up("dest1", { flags: "P.", length: 80 }).down("dest1", { flags: "." }),
    MET_NOTHING,
  ],
  [
    "answered a close",
    started().up("dest1", { flags: "F." }).down("dest1", { flags: "." }),
    MET_NOTHING,
  ],
  [
    "left a close without answer, and acknowledged what came before",
    started().up("dest1", { flags: "F.", seq: 79 }).down("dest1", { flags: "." }),
    [],
  ],
  [
    "acknowledged a request before it came again",
    started()
      .down("dest1", { flags: "." })
      .up("dest1", { flags: "P.", length: 80, seq: 2 ** 32 - 1 }),
    [],
  ],
  [
    "left a request without answer and aborted",
    started().up("dest1", LOST).down("dest1", { flags: "R." }),
    [],
  ],
  ["left a request without answer", started().up("dest1", { flags: "P.", length: 80 }), []],
  ["left a SYN without answer", started().up("dest1", { flags: "S", seq: 9 }), []],
  [
    "left a request and an acknowledgment without answer that another one took later",
    closed(started().up("dest1", { flags: "P.", length: 80 }).up("dest1", { flags: "." }), "dest2"),
    [],
  ],
  [
    "answered a request by a RST of no socket",
    started().up("dest1", { flags: "P.", length: 80 }).down("dest1", { flags: "R" }),
    MET_NOTHING,
  ],
  [
    "answered an acknowledgment so",
    started().up("dest1", { flags: "." }).down("dest1", { flags: "R" }),
    MET_NOTHING,
  ],
  [
    "answered each request so",
    started()
      .up("dest1", LOST)
      .down("dest1", { flags: "R" })
      .up("dest1", LOST)
      .down("dest1", { flags: "R" }),
    MET_NOTHING,
  ],
  ["took no acknowledgment", started().up("dest1", { flags: "." }), []],
  [
    "took no acknowledgment, and sent on",
    started().up("dest1", { flags: "." }).down("dest1", { flags: ".", length: 1448 }),
    [],
  ],
  [
    "left what another device answered",
    started().up("dest2", { flags: "P.", length: 80 }).down("dest2", { flags: "R" }),
    MET_NOTHING,
  ],
])("a device that was silenced and %s", async (_, exchange, expected) => {
  const ordered = String(START_NS + 65_000_000n);
  const silence = { event: "silence", target: "dest1", orderedWallNs: ordered, orderedMonoNs: "1" };
  const evidence = evidenceOf(SHIFT_EXPECTED, { events: [silence] });
  expect(idleSilences(evidence, await correlated([exchange]))).toEqual(expected);
  expect(idleSilences(evidenceOf(SHIFT_EXPECTED, {}), [])).toEqual([]);
});
