import { expect, test } from "vitest";
import { recordOf, recordsOf } from "./fixtures/script.js";

const signsOf = ({ shifted }: Awaited<ReturnType<typeof recordOf>>) =>
  shifted.signs.map(({ id, for: speaksFor }) => (speaksFor ? id : `-${id}`));

const TRANSFER = `
  0.030 > [P.] seq 1 ack 1 len 100
  0.040 < [.] seq 1 ack 101 ttl 57
  0.050 < [P.] seq 1 ack 101 len 200 ttl 57
  0.060 > [.] seq 101 ack 201`;

test.each([
  ["far above", 90_000_000],
  ["a little above", 3000],
  ["below", -70_000],
])(
  "a second SYN-ACK, whose number is %s, counts for nothing once the first was acknowledged",
  async (_, seq) => {
    const record = await recordOf(`
    0.000 > [S] seq 0
    0.010 < [S.] seq 0 ack 1 ttl 57
    0.011 > [.] seq 1 ack 1
    0.012 < [S.] seq ${seq} ack 1 ttl 51
    0.013 > [.] seq 1 ack 1
    ${TRANSFER}
    0.100 > [P.] seq 101 ack 201 len 100
    0.110 < [R] seq 201 ttl 51`);
    expect(record).toMatchObject({ gaps: 0, retransmissions: 0, shifted: { grade: "certain" } });
    const signs = signsOf(record);
    for (const sign of ["ttl-changed", "seq-next", "syn-acks-differ"])
      expect(signs).toContain(sign);
    expect(signs).not.toContain("ttl-mixed");
  },
);

test("where both sides open at once, the SYN-ACK of each is no retransmission, but a second one is", async () => {
  const opening = `
    0.000 > [S] seq 0
    0.001 < [S] seq 0 ttl 57
    0.002 > [S.] seq 0 ack 1
    0.003 < [S.] seq 0 ack 1 ttl 57`;
  expect(await recordOf(opening)).toMatchObject({ retransmissions: 0 });
  const again = await recordOf(`${opening}\n 1.002 > [S.] seq 0 ack 1`);
  expect(again.retransmissions).toBe(1);
});

test("of several SYN-ACKs the one counts that the opener acknowledges", async () => {
  const record = await recordOf(`
    0.000 > [S] seq 0
    0.010 < [S.] seq 0 ack 1 ttl 57
    0.012 < [S.] seq 5000 ack 1 ttl 57
    0.013 > [.] seq 1 ack 1
    ${TRANSFER}
    0.100 > [F.] seq 101 ack 201
    0.110 < [F.] seq 201 ack 102 ttl 57
    0.120 > [.] seq 102 ack 202`);
  expect(record).toMatchObject({ outcome: "closed", gaps: 0, retransmissions: 0 });
});

test("the FIN of an old socket of the same ports closes nothing", async () => {
  const begun = `
    0.000 > [S] seq 0
    0.010 < [F.] seq 400000 ack 777777 ttl 57
    0.011 > [R] seq 777777
    1.000 > [S] seq 0
    1.010 < [S.] seq 0 ack 1 ttl 57
    1.020 > [.] seq 1 ack 1
    ${TRANSFER.replaceAll("0.0", "1.0")}`;
  const shifted = await recordOf(`${begun}
    2.000 > [P.] seq 101 ack 201 len 100
    2.010 < [R] seq 201 ttl 51`);
  expect(shifted).toMatchObject({ reset: { phase: "transfer" }, shifted: { grade: "certain" } });
  const open = await recordOf(`${begun}
    2.000 > [F.] seq 101 ack 201
    2.010 < [P.] seq 201 ack 102 len 50 ttl 57`);
  expect(open.outcome).toBe("half-open");
});

test("what an old socket acknowledged is no progress of the new connection", async () => {
  const { reset } = await recordOf(`
    0.000 > [S] seq 0
    0.010 < [.] seq 400000 ack 777777 ttl 57
    0.011 > [R] seq 777777
    1.000 > [S] seq 0
    1.010 < [S.] seq 0 ack 1 ttl 57
    1.020 > [.] seq 1 ack 1
    1.030 > [P.] seq 1 ack 1 len 100
    1.040 < [R] seq 1 ttl 51`);
  expect(reset?.phase).toBe("first-data");
});

test("a FIN of the ports' former connection, late between SYN and SYN-ACK, is not this server's", async () => {
  const record = await recordOf(`
    0.000 > [S] seq 0
    0.005 < [F.] seq -9000 ack -70000 ttl 57
    0.010 < [S.] seq 0 ack 1 ttl 57
    0.011 > [.] seq 1 ack 1
    ${TRANSFER}
    0.100 > [P.] seq 101 ack 201 len 100
    0.110 < [R] seq 201 ttl 51`);
  expect(record).toMatchObject({
    gaps: 0,
    reset: { phase: "transfer" },
    shifted: { grade: "certain" },
  });
});

test("of one direction alone, a SYN-ACK that answers another SYN begins another connection", async () => {
  const server = "0 < [S.] seq 0 ack 1 ttl 57\n 1 < [P.] len 9 ack 1 ttl 57";
  const next = "2 < [S.] seq 90000 ack 70001 ttl 57\n 3 < [P.] seq 90001 len 9 ack 70001 ttl 57";
  expect(await recordsOf(`${server}\n ${next}`)).toHaveLength(2);
  const [record, ...others] = await recordsOf(`${server}\n 2 < [S.] seq 90000 ack 1 ttl 51`);
  expect(others).toEqual([]);
  expect(record?.shifted.signs.map(({ id }) => id)).toContain("syn-acks-differ");
});
