import { describe, expect, test } from "vitest";
import { recordOf, recordsOf } from "./fixtures/script.js";
import { OPEN, shiftOf } from "./fixtures/shift.js";

describe("grades", () => {
  test.each([
    ["certain", "another TTL, no socket", "0.06 < [R] seq 1 ttl 94"],
    ["likely", "no socket, but nearer than the server", "0.06 < [R] seq 1 ttl 62"],
    ["possible", "no socket, but right beside the capture", "0.06 < [R] seq 1 ttl 64"],
    ["likely", "another TTL, but an IP id", "0.06 < [R] seq 1 ttl 94 id 77"],
    ["possible", "another TTL, but a window", "0.06 < [R] seq 1 ttl 94 win 8201"],
    ["likely", "the same TTL, live data", "0.06 < [R] seq 1 ttl 57"],
    ["possible", "the same TTL, and a window", "0.06 < [R] seq 1 ttl 57 win 8201"],
    ["possible", "the same TTL, and an IP id", "0.06 < [R] seq 1 ttl 57 id 77"],
    ["likely", "another TTL, but as many hops away, live data", "0.06 < [R] seq 1 ttl 121"],
    ["possible", "another TTL, but as many hops away, a window", "0.06 < [R] seq 1 ttl 121 win 9"],
    ["no", "no ack of the client", "0.06 < [R] seq -99 ttl 94"],
    ["possible", "beyond what was captured of the server", "0.06 < [R] seq 99 ttl 94"],
    ["no", "the RST has the ACK flag", "0.06 < [R.] seq 1 ttl 57"],
    ["no", "the RST has the ACK flag, and another TTL", "0.06 < [R.] seq 1 ttl 255"],
    ["no", "the client's own RST", "0.06 > [R]"],
  ])("%s: %s", async (grade, _, rst) => {
    expect((await shiftOf(`${OPEN} 0.05 > [P.] len 100\n ${rst}`)).grade).toBe(grade);
  });

  test.each([
    ["possible", "at the server, whose own kernel may have made the RST", 60],
    ["likely", "beside both of them", 64],
  ])("%s: live data, in a capture %s", async (grade, _, ttl) => {
    const script = `${OPEN} 0.05 > [P.] len 100\n 0.06 < [R] seq 1 ttl 57`;
    const there = script.replaceAll("ttl 57", "").replaceAll(/ > .*/g, `$& ttl ${ttl}`);
    const { shifted } = await recordOf(there);
    expect(shifted.grade).toBe(grade);
    if (grade === "possible") expect(shifted.reason).toMatch(/^the RST was made right beside/);
  });

  test("possible: the client had begun to close", async () => {
    const shift = await shiftOf(`${OPEN} 0.05 > [F.]\n 0.06 < [R] seq 1 ttl 94`);
    expect(shift).toMatchObject({ grade: "possible" });
    expect(shift.against).toContain("client-closed-first");
  });

  test("no: the server had closed", async () => {
    const shift = await shiftOf(
      `${OPEN} 0.05 < [F.] ttl 57\n 0.06 > [P.] len 9\n 0.07 < [R] seq 2 ttl 94`,
    );
    expect(shift).toMatchObject({ grade: "no" });
    expect(shift.against).toContain("server-closed-first");
  });

  test("possible: the server had acknowledged everything", async () => {
    const shift = await shiftOf(`${OPEN} 0.06 < [R] seq 1 ttl 57`);
    expect(shift.grade).toBe("possible");
    expect(shift.against).toContain("nothing-outstanding");
  });

  test("possible: the RST answers nothing but the handshake, at the same distance", async () => {
    const shift = await shiftOf(
      "0 > [S]\n 0.01 < [S.] ttl 57\n 0.02 > [.]\n 0.03 < [R] seq 1 ttl 57",
    );
    expect(shift.grade).toBe("possible");
  });

  test("certain: the handshake's own ACK reached another device", async () => {
    const shift = await shiftOf(
      "0 > [S]\n 0.01 < [S.] ttl 57\n 0.02 > [.]\n 0.03 < [R] seq 1 ttl 51",
    );
    expect(shift.grade).toBe("certain");
  });

  test("possible: all that a device without the session shows", async () => {
    const record = await recordOf(
      "0 > [P.] len 100 seq 500 ack 900 ttl 61\n 0.00001 < [R] seq 900 ttl 64",
    );
    expect(record).toMatchObject({
      opener: "guess",
      client: "198.51.100.1:40000",
      outcome: "reset",
    });
    expect(record.shifted.grade).toBe("possible");
    expect(record.shifted.reason).toMatch(/at another device, under another source address/);
  });

  test("a new source address in mid-connection is no shift of either connection for certain", async () => {
    const records = await recordsOf(
      `${OPEN} 5 > [P.] port 40001 len 100 seq 1000 ack 2000\n 5.01 < [R] port 40001 seq 2000 ttl 57`,
    );
    expect(records.map(({ shifted }) => shifted.grade)).toEqual(["no", "possible"]);
  });

  test("possible: no packet of the client was captured, so that nothing is known of what was answered", async () => {
    const shift = await shiftOf(`
      0.00 < [S.] ack 1 ttl 57
      0.02 < [P.] ack 101 len 100 ttl 57
      0.03 < [R] ttl 51`);
    expect(shift).toEqual({
      grade: "possible",
      for: ["ttl-changed", "rst-bare", "ip-id", "seq-next"],
      against: [],
    });
  });

  test("no: nothing but a RST was captured", async () => {
    expect(await shiftOf("0 < [R]")).toEqual({
      grade: "no",
      for: ["rst-bare", "ip-id"],
      against: [],
    });
  });

  test("likely: the handshake was not captured, but other packets of the server", async () => {
    const shift = await shiftOf(`
      0 > [P.] len 10
      0.1 < [P.] len 10 ttl 57
      0.2 > [P.] len 10
      0.3 < [R] seq 10 ttl 51`);
    expect(shift.grade).toBe("likely");
  });
});

describe("a RST that nobody asked for", () => {
  test("is no answer after a long silence, from wherever it comes", async () => {
    for (const ttl of [57, 51]) {
      const record = await recordOf(`${OPEN} 0.05 > [P.] len 100\n 9 < [R] seq 1 ttl ${ttl}`);
      expect(record.reset).toMatchObject({ how: "middlebox", phase: "idle" });
      expect(record.shifted.grade).toBe("possible");
      expect(record.shifted.signs).toContainEqual({
        id: "unasked",
        for: false,
        text: "the RST came 8.9 s after the client's last segment: it answers none of those captured",
      });
    }
  });

  test("may be an answer where the handshake took nearly as long", async () => {
    const slow = "0 > [S]\n 1 < [S.] ttl 57\n 2 > [.]\n 3 > [P.] len 9\n";
    expect((await shiftOf(`${slow} 6.9 < [R] seq 1 ttl 51`)).grade).toBe("certain");
    expect((await shiftOf(`${slow} 7.1 < [R] seq 1 ttl 51`)).grade).toBe("possible");
  });
});

describe("a server of which nothing had come for long may have closed, with its path down", () => {
  const repeats = "90 > [P.] len 9\n 92 > [P.] seq 101 len 9\n";

  // 100 s after the last packet of the server: as long as its FIN would be repeated, and tell.
  // 3 s of waiting for an answer: its path was down, and its RST may have been lost with it.
  test.each([
    ["certain", "99.99 > [P.] len 9\n 100.00 < [R] seq 1 ttl 51"],
    ["likely", "100.04 > [P.] len 9\n 100.05 < [R] seq 1 ttl 51"],
    ["certain", `${repeats} 92.97 > [P.] seq 101 len 9\n 92.98 < [R] seq 1 ttl 51`],
    ["likely", `${repeats} 92.99 > [P.] seq 101 len 9\n 93.00 < [R] seq 1 ttl 51`],
  ])("%s from farther away: %s", async (grade, end) => {
    expect((await shiftOf(`${OPEN} ${end}`)).grade).toBe(grade);
  });

  test.each([
    ["likely", "3.02 > [P.] seq 101 len 9\n 3.03 < [R] seq 1 ttl 57"],
    ["possible", "3.03 > [P.] seq 101 len 9\n 3.04 < [R] seq 1 ttl 57"],
  ])(
    "%s from the same distance, where the client repeats what it sent at once: %s",
    async (grade, end) => {
      expect((await shiftOf(`${OPEN} 0.05 > [P.] len 9\n ${end}`)).grade).toBe(grade);
    },
  );
});

describe("a SYN-ACK with window 0 is a SYN proxy's, and the server stands behind it", () => {
  const proxied = "0 > [S]\n 0.01 < [S.] ttl 57 win 0\n 0.02 > [.]\n";

  test.each([
    ["[R.] seq 1", "no", "abort", ["abort-rst"]],
    ["[R] seq 1", "possible", "no-socket", []],
  ])("its RST from farther away is its own: %s", async (rst, grade, how, against) => {
    const script = `${proxied} 0.03 < [.] ttl 57\n 0.04 > [P.] len 9\n 0.05 < ${rst} ttl 56`;
    expect((await recordOf(script)).reset?.how).toBe(how);
    expect(await shiftOf(script)).toMatchObject({ grade, against });
    expect((await shiftOf(script)).for).not.toContain("ttl-changed");
  });

  test("payload is the server's own, which tells where it stands", async () => {
    const served = `${proxied} 0.03 < [P.] len 9 ttl 57\n 0.04 > [P.] len 9\n`;
    expect((await shiftOf(`${served} 0.05 < [R] seq 10 ttl 51`)).grade).toBe("certain");
    expect((await recordOf(`${served} 0.05 < [R.] seq 10 ttl 51`)).reset?.how).toBe("middlebox");
  });
});

test("no: a RST long after the server had closed, or one that is no ack of the client", async () => {
  const closed = `${OPEN} 0.05 < [F.] ttl 57\n 0.06 > [.]\n`;
  expect((await shiftOf(`${closed} 9 < [R] seq 2 ttl 51`)).grade).toBe("no");
  expect((await shiftOf(`${OPEN} 9 < [R] seq -99 ttl 51`)).grade).toBe("no");
});

describe("a server that goes on after the RST", () => {
  const upload = `${OPEN} 0.050 > [P.] len 100\n 0.051 > [P.] len 100\n 0.060 < [R] seq 1 ttl 51\n`;

  test("acknowledges all that was under way: the RST answered something else, or was forged", async () => {
    const shift = await shiftOf(`${upload} 0.061 < [.] seq 1 ack 301 ttl 57`);
    expect(shift).toMatchObject({ grade: "possible" });
    expect(shift.against).toContain("acked-afterwards");
  });

  test("acknowledges what it got before the route moved, and nothing of what was answered", async () => {
    const shift = await shiftOf(`${upload} 0.061 < [.] seq 1 ack 201 ttl 57`);
    expect(shift).toMatchObject({ grade: "certain" });
    expect(shift.against).not.toContain("acked-afterwards");
  });

  test("sends what it had ready, as a server does in mid-download", async () => {
    const download = `${OPEN} 0.05 < [P.] len 900 ttl 57\n 0.06 > [.]\n 0.07 < [R] seq 901 ttl 51\n`;
    const shift = await shiftOf(`${download} 0.071 < [P.] seq 901 len 900 ttl 57`);
    expect(shift.grade).toBe("certain");
  });
});

describe("a server that has closed its sending direction only", () => {
  const halfClosed = `${OPEN} 0.05 < [F.] ttl 57\n 0.06 > [P.] len 100\n`;
  const goesOn = `${halfClosed} 0.07 < [.] ttl 57\n 0.08 > [P.] len 100\n`;

  test("has the connection, so that a RST from another distance is another device's", async () => {
    const shift = await shiftOf(`${goesOn} 0.09 < [R] seq 2 ttl 51`);
    expect(shift).toMatchObject({ grade: "likely", against: [] });
  });

  test("may have closed the other one as well, where the RST comes from the same distance", async () => {
    for (const ttl of [57, 121])
      expect((await shiftOf(`${goesOn} 0.09 < [R] seq 2 ttl ${ttl}`)).grade).toBe("possible");
  });

  test("is not known to have done so when it acknowledges the client's FIN alone", async () => {
    const closes = `${OPEN} 0.05 < [F.] ttl 57\n 0.06 > [F.]\n 0.07 < [.] ttl 57\n 0.08 > [.]\n`;
    const shift = await shiftOf(`${closes} 0.09 < [R] seq 2 ttl 51`);
    expect(shift.grade).toBe("no");
  });
});

describe("at the same distance, what had gone at the server looks like a shift", () => {
  test("after a silence: its close may have been lost", async () => {
    const idle = await shiftOf(`${OPEN} 5 > [P.] len 100\n 5.01 < [R] seq 1 ttl 57`);
    expect(idle.grade).toBe("possible");
  });

  test.each([
    ["1.039", "transfer", "likely", false],
    ["1.040", "idle", "possible", true],
  ])(
    "a whole second is a silence, a ms less is none: to %s s",
    async (at, phase, grade, isIdle) => {
      const script = `${OPEN} ${at} > [P.] len 100\n 1.05 < [R] seq 1 ttl 57`;
      expect((await recordOf(script)).reset).toMatchObject({ phase });
      const shift = await shiftOf(script);
      expect(shift.grade).toBe(grade);
      expect(shift.for.includes("after-idle")).toBe(isIdle);
    },
  );

  const burst = "0.05 < [.] len 1460 ttl 57\n 0.05 < [P.] len 1461 ttl 57\n";
  const short = "0.05 < [.] len 1460 ttl 57\n 0.05 < [P.] len 1460 ttl 57\n";
  test.each([
    ["possible", "in a burst", `${burst} 0.06 > [P.] len 9\n 0.150 < [R] seq 2922 ttl 57`],
    ["likely", "after a burst", `${burst} 0.06 > [P.] len 9\n 0.151 < [R] seq 2922 ttl 57`],
    ["likely", "in a short one", `${short} 0.06 > [P.] len 9\n 0.07 < [R] seq 2921 ttl 57`],
    [
      "likely",
      "after an ack alone",
      `${burst} 0.06 > [P.] len 9\n 0.07 < [.] ttl 57\n 0.075 > [P.] len 9\n 0.08 < [R] seq 2922 ttl 57`,
    ],
    ["possible", "behind a closed window", "0.3 > [P.] len 9 win 0\n 0.31 < [R] seq 1 ttl 57"],
  ])("%s: %s, where its FIN may wait behind payload", async (grade, _, script) => {
    expect((await shiftOf(`${OPEN} ${script}`)).grade).toBe(grade);
  });

  test("a burst lasts two round trips", async () => {
    const slow = "0 > [S]\n 1 < [S.] ttl 57\n 2 > [.]\n 2.5 > [P.] len 9\n";
    const script = `${slow} ${burst.replaceAll("0.05", "3.5")} 4.4 > [P.] len 9`;
    expect((await shiftOf(`${script}\n 5.5 < [R] seq 2922 ttl 57`)).grade).toBe("possible");
    expect((await shiftOf(`${script}\n 5.6 < [R] seq 2922 ttl 57`)).grade).toBe("likely");
  });

  test("before it has taken up the connection: its listener may have ended", async () => {
    const young = "0 > [S]\n 0.01 < [S.] ttl 57\n 0.02 > [.]\n 0.03 > [P.] len 9\n";
    expect((await shiftOf(`${young} 0.04 < [R] seq 1 ttl 57`)).grade).toBe("possible");
  });
});
