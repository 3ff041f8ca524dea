import { describe, expect, test } from "vitest";
import { recordOf, recordsOf } from "./fixtures/script.js";
import { OPEN, shiftOf } from "./fixtures/shift.js";

describe("grades", () => {
  test.each([
    ["certain", "another TTL, no socket", "0.06 < [R] seq 1 ttl 94"],
    ["likely", "no socket, but nearer than the server", "0.06 < [R] seq 1 ttl 62"],
    ["possible", "no socket, but right beside the capture", "0.06 < [R] seq 1 ttl 64"],
    ["likely", "another TTL, but an IP id", "0.06 < [R] seq 1 ttl 94 id 77"],
    ["likely", "another TTL, but a window", "0.06 < [R] seq 1 ttl 94 win 8201"],
    ["likely", "the same TTL, live data", "0.06 < [R] seq 1 ttl 57"],
    ["possible", "the same TTL, and a window", "0.06 < [R] seq 1 ttl 57 win 8201"],
    ["possible", "the same TTL, and an IP id", "0.06 < [R] seq 1 ttl 57 id 77"],
    ["no", "no ack of the client", "0.06 < [R] seq 99 ttl 94"],
    ["no", "the RST has the ACK flag", "0.06 < [R.] seq 1 ttl 57"],
    ["no", "the RST has the ACK flag, and another TTL", "0.06 < [R.] seq 1 ttl 255"],
    ["no", "the client's own RST", "0.06 > [R]"],
  ])("%s: %s", async (grade, _, rst) => {
    expect((await shiftOf(`${OPEN} 0.05 > [P.] len 100\n ${rst}`)).grade).toBe(grade);
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
    expect(record).toMatchObject({ opener: "guess", client: "10.0.0.1:40000", outcome: "reset" });
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
