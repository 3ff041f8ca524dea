import { describe, expect, test } from "vitest";
import { recordOf } from "./fixtures/script.js";
import { OPEN, shiftOf } from "./fixtures/shift.js";

describe("signs", () => {
  test("of a shift after idling, with loss, at another distance", async () => {
    const shift = await shiftOf(`${OPEN}
      9.00 > [P.] len 100
      9.30 > [P.] seq 101 len 100
      9.40 < [R] seq 1 ttl 94`);
    expect(shift.for).toEqual([
      "no-socket-rst",
      "ttl-changed",
      "rst-bare",
      "ip-id",
      "answers-data",
      "seq-next",
      "after-idle",
      "after-retransmission",
    ]);
    expect(shift.against).toEqual([]);
  });

  test.each([
    ["longer", "9 > [P.] len 100\n 9.05 < [R] seq 1 ttl 94", ["10.0", "50.0"]],
    ["shorter", "9 > [P.] len 100\n 9.002 < [R] seq 1 ttl 94", ["10.0", "2.0"]],
  ])("a round trip that is %s", async (_, script, [before, after]) => {
    const { shifted } = await recordOf(`${OPEN} ${script}`);
    expect(shifted.signs.find(({ id }) => id === "rtt-step")?.text).toBe(
      `round trip ${before} ms at the handshake, ${after} ms at the RST`,
    );
  });

  test.each([
    [
      "in a burst, the answered segment is not known",
      "9 > [.] len 100\n 9.005 > [P.] len 100\n 9.05 < [R] seq 1 ttl 94",
    ],
    [
      "the answered segment was sent twice",
      "9 > [P.] len 100\n 9.5 > [P.] seq 101 len 100\n 9.55 < [R] seq 1 ttl 94",
    ],
    ["it is longer by no more than jitter", "9 > [P.] len 100\n 9.014 < [R] seq 1 ttl 94"],
    ["the clock was set back", "9 > [P.] len 100\n 4 < [R] seq 1 ttl 94"],
    ["an abort answers nothing", "60 < [R.] seq 1 ttl 57"],
  ])("no round trip: %s", async (_, script) => {
    expect((await shiftOf(`${OPEN} ${script}`)).for).not.toContain("rtt-step");
  });

  test("no round trip where the SYN-ACK may answer the first of two SYNs", async () => {
    const shift = await shiftOf(`
      0 > [S] seq 0
      1 > [S] seq 0
      1.004 < [S.] ttl 57
      1.005 > [.]
      9 > [P.] len 100
      9.1 < [R] seq 1 ttl 57`);
    expect(shift.for).not.toContain("rtt-step");
  });

  test("where all payload was acknowledged and the FIN was not, none is outstanding", async () => {
    const shift = await shiftOf(`${OPEN} 1 > [F.]\n 1.1 < [R] seq 1 ttl 57`);
    expect(shift.against).toContain("nothing-outstanding");
    expect(shift.for).not.toContain("answers-data");
  });

  test("a RST to an earlier ack, after which the server went on sending, answers none that is known", async () => {
    const shift = await shiftOf(`${OPEN}
      1 < [.] seq 1 len 100 ttl 57
      1.01 > [.] ack 101
      1.02 < [.] seq 101 len 100 ttl 57
      1.03 < [R] seq 101 ttl 57`);
    expect(shift.for).toContain("no-socket-rst");
    expect(shift.against).not.toContain("nothing-outstanding");
  });

  test("what a server has acknowledged is not known where nothing of it but its RST was captured", async () => {
    const { reset, shifted } = await recordOf(
      "0 > [S]\n 0.1 > [.] ack 1\n 0.2 > [P.] len 9 ack 1\n 0.3 > [.] ack 900\n 0.4 > [P.] len 9 ack 900\n 0.5 < [R] seq 900",
    );
    expect(reset).toMatchObject({ how: "no-socket", phase: "transfer" });
    const ids = shifted.signs.map(({ id }) => id);
    expect(ids).not.toContain("answers-data");
    expect(ids).not.toContain("nothing-outstanding");
  });

  test("an abort after idling answers nothing", async () => {
    const script = `${OPEN} 60 < [R.] seq 1 ttl 57`;
    expect((await recordOf(script)).reset).toMatchObject({ how: "abort", phase: "idle" });
    expect(await shiftOf(script)).toMatchObject({ for: [], against: ["abort-rst", "ttl-same"] });
  });

  test("SYN-ACKs of several devices", async () => {
    const shift = await shiftOf("0 > [S]\n 0.01 < [S.] ttl 57\n 0.02 < [S.] seq 4444 ttl 51");
    expect(shift.for).toContain("syn-acks-differ");
    expect(shift.for).toContain("ttl-mixed");
  });

  test("of a server with more TTLs than are kept, a RST's is neither new nor the same", async () => {
    const others = [58, 59, 60, 61].map((ttl) => `0.1 < [P.] len 10 ttl ${ttl}`).join("\n");
    const { shifted } = await recordOf(
      `${OPEN} ${others}\n 0.2 > [.]\n 0.3 > [P.] len 10\n 0.4 < [R] seq 41 ttl 44`,
    );
    expect(shifted.grade).toBe("possible");
    expect(shifted.reason).toContain("from so many distances");
    const about = shifted.signs.filter(({ id }) => id.startsWith("ttl-"));
    expect(about).toEqual([
      {
        id: "ttl-mixed",
        for: true,
        text: "the server's packets have the TTLs 57, 58, 59, 60 and others",
      },
    ]);
  });

  test("TCP timestamps of another clock", async () => {
    const shift = await shiftOf(`
      0.00 > [S] ts 5
      0.01 < [S.] ts 900000000
      0.02 > [.] ts 6
      0.03 > [P.] len 10 ts 7
      0.04 < [.] ts 100`);
    expect(shift.for).toContain("clock-changed");
  });

  test("TCP timestamps in microseconds, reordered by 3 ms, are of one clock", async () => {
    const shift = await shiftOf(`
      0.00 > [S] ts 5
      0.01 < [S.] ts 900000
      0.02 > [.] ts 6
      0.03 < [P.] seq 11 len 10 ts 913000
      0.03 < [P.] seq 1 len 10 ts 910000`);
    expect(shift.for).toEqual([]);
  });

  test("TCP timestamps in microseconds that went round while nothing was sent are of one clock", async () => {
    const shift = await shiftOf(`
      0.00 > [S] ts 5
      0.01 < [S.] ts 900000
      0.02 > [.] ts 6
      2400 > [P.] len 10 ts 7
      2400.01 < [.] ts 2400900000`);
    expect(shift.for).toEqual([]);
  });

  test("ECN in the data and in the SYN", async () => {
    const shift = await shiftOf(`
      0.00 > [SEW] tos 2
      0.01 < [S.E] ttl 57
      0.02 > [.]
      0.03 > [P.] len 10 tos 2
      0.04 < [R] seq 1 ttl 51`);
    expect(shift.for).not.toContain("ecn");
  });

  test("ECN in the data and not in the SYN", async () => {
    const shift = await shiftOf(`
      0.00 > [SEW]
      0.01 < [S.E] ttl 57
      0.02 > [.]
      0.03 > [P.] len 10 tos 2
      0.04 < [R] seq 1 ttl 51`);
    expect(shift.for).toContain("ecn");
  });

  test("the answered segment was fragmented", async () => {
    const shift = await shiftOf(`${OPEN} 0.05 > [.] len 1400 frag 1\n 0.06 < [R] seq 1 ttl 51`);
    expect(shift).toMatchObject({ grade: "certain" });
    expect(shift.for).toContain("fragmented");
  });

  const REPEATED = [1.3, 1.9, 3.1].map((time) => `${time} > [P.] seq 101 len 100`);

  test.each([
    ["payload", 4, `1.0 > [P.] len 100\n ${REPEATED.join("\n")}`],
    [
      "the first of several segments",
      4,
      `1.0 > [P.] len 100\n 1.01 > [P.] len 50\n ${REPEATED.join("\n")}`,
    ],
    ["keep-alives", 4, ["60", "61", "62", "63"].map((time) => `${time} > [.] seq 100`).join("\n")],
    [
      "keep-alives with a byte",
      4,
      ["60", "61", "62", "63"].map((time) => `${time} > [.] seq 100 len 1`).join("\n"),
    ],
    [
      "a FIN",
      5,
      `1 > [F.]\n ${["2", "3", "4", "5"].map((time) => `${time} > [F.] seq 101`).join("\n")}`,
    ],
  ])("silence after %s", async (_, times, script) => {
    const { shifted } = await recordOf(`${OPEN} ${script}`);
    expect(shifted.grade).toBe("possible");
    expect(shifted.signs).toEqual([
      {
        id: "silence",
        for: true,
        text: `the client sent the same segment ${times} times, and nothing came back`,
      },
    ]);
  });

  test.each([
    ["possible", "three", "61 > [.] seq 100\n 62 > [.] seq 100"],
    ["no", "two", "61 > [.] seq 100"],
    [
      "no",
      "three, of which the last one was answered,",
      "61 > [.] seq 100\n 62 > [.] seq 100\n 62.1 < [.] ttl 57",
    ],
  ])("%s: a client that gives up after %s keep-alives", async (grade, _, more) => {
    const script = `${OPEN} 60 > [.] seq 100\n ${more}\n 63 > [R.] seq 101`;
    expect((await shiftOf(script)).grade).toBe(grade);
  });

  test.each([
    ["beginning", "0 > [P.] seq 1 len 100\n 0.01 < [.] ack 101 ttl 57"],
    ["SYN-ACK", "0 > [S]\n 0.02 > [.] ack 1\n 0.03 > [P.] len 100 ack 1\n 0.04 < [.] ttl 57"],
  ])("silence where the %s was not captured", async (_, before) => {
    const script = `${before}\n 1.0 > [P.] seq 101 len 100\n ${REPEATED.join("\n")}`;
    expect(await shiftOf(script)).toMatchObject({ grade: "possible", for: ["silence"] });
  });

  test.each([
    [
      "each of several segments was sent twice",
      `1.0 > [P.] len 100\n 1.01 > [P.] len 100\n 1.02 > [P.] len 100\n 1.03 > [P.] len 100
       1.3 > [P.] seq 101 len 100\n 1.31 > [P.] seq 201 len 100\n 1.32 > [P.] seq 301 len 100\n 1.33 > [P.] seq 401 len 100`,
    ],
    [
      "keep-alives are answered",
      ["60", "61", "62", "63"]
        .map((time) => `${time} > [.] seq 100\n ${time}.1 < [.] ttl 57`)
        .join("\n"),
    ],
    ["the server had closed", `0.9 < [F.] ttl 57\n 1.0 > [P.] len 100\n ${REPEATED.join("\n")}`],
  ])("no silence where %s", async (_, script) => {
    expect((await shiftOf(`${OPEN} ${script}`)).for).toEqual([]);
  });

  test("a keep-alive that is answered with a RST was sent once", async () => {
    const shift = await shiftOf(`${OPEN} 60 > [.] seq 100\n 60.01 < [R] seq 1 ttl 51`);
    expect(shift.for).not.toContain("after-retransmission");
  });
});
