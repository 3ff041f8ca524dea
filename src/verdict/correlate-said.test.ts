import { expect, test } from "vitest";
import { CLIENT, SERVER, told } from "./fixtures/case-folder.js";
import { correlated } from "./fixtures/correlated.js";
import { downloading, Exchange } from "./fixtures/exchange.js";
import { shiftedDownload } from "./fixtures/shift-case.js";

test("a RST right after the last byte took nothing", async () => {
  // Both directions: 80 bytes of request and 2896 of answer.
  const whole = told("ok", { bytes: 2976, size: 2976 });
  const [connection] = await correlated([shiftedDownload()], [whole]);
  expect(connection?.result).toMatchObject({ reset: { afterBytes: 2976 }, agrees: true });
});

test("a close that nobody answers took nothing", async () => {
  const closing = () => downloading(CLIENT, SERVER).up("dest1", { flags: "F." });
  const word = async (bytes: number) => {
    const [connection] = await correlated([closing()], [told("ok", { bytes, size: bytes })]);
    return [connection?.result.outcome, connection?.result.agrees];
  };
  expect(await word(2976)).toEqual(["half-open", true]);
  expect(await word(2977)).toEqual(["half-open", false]);
});

test("iperf does not know what became of the last that it sent in its time", async () => {
  // The RST comes 80 ms after the first packet.
  const word = async (durationMs: number) => {
    const record = told("ok", { program: "iperf", durationMs });
    const [connection] = await correlated([shiftedDownload()], [record]);
    return [connection?.result.reset?.phase, connection?.result.agrees];
  };
  expect(await word(10)).toEqual(["transfer", true]);
  expect(await word(1000)).toEqual(["transfer", false]);
});

test("a cut is no other story than a server that closed and then sent a RST", async () => {
  const cut = downloading(CLIENT, SERVER)
    .down("dest1", { flags: "F." })
    .up("dest1", { flags: "." })
    .down("dest1", { flags: "R" });
  const [connection] = await correlated([cut], [told("cut")]);
  expect(connection?.result).toMatchObject({
    outcome: "reset",
    reset: { phase: "close" },
    agrees: true,
  });
});

test.each([
  ["refused", "its SYN", "refused", refused],
  ["refused", "the handshake's ACK", "reset", brokenOnHandshake],
  ["reset", "the handshake's ACK", "reset", brokenOnHandshake],
] as const)(
  "what a program calls %s and cannot tell the port of is a connection of its origin with a RST to %s",
  async (said, _, outcome, exchange) => {
    const { client: _client, ...nameless } = told(said, { set: 3 });
    const elsewhere = { ...nameless, origin: "origin2" };
    const found = await correlated(
      [exchange(CLIENT), exchange("198.51.100.2:20001")],
      [elsewhere, nameless],
    );
    expect(found.map(({ result }) => [result.outcome, result.set, result.agrees])).toEqual([
      [outcome, 3, true],
      [outcome, undefined, undefined],
    ]);
  },
);

test("a refusal whose port a program could not tell is not that of a connection that stood", async () => {
  const { client: _client, ...nameless } = told("refused", { set: 3 });
  const [connection] = await correlated([shiftedDownload()], [nameless]);
  expect(connection?.said).toBeUndefined();
});

test("of refusals whose ports programs could not tell each goes to a connection that ended so", async () => {
  const { client: _client, ...nameless } = told("reset");
  const found = await correlated(
    [refused(CLIENT), brokenOnHandshake("198.51.100.2:20001")],
    [nameless, { ...nameless, said: "refused" }],
  );
  expect(found.map(({ said }) => said?.said)).toEqual(["refused", "reset"]);
});

function refused(client: string): Exchange {
  return new Exchange(client, SERVER).up("dest1", { flags: "S" }).down("dest1", { flags: "R." });
}

function brokenOnHandshake(client: string): Exchange {
  return new Exchange(client, SERVER)
    .up("dest1", { flags: "S" })
    .down("dest1", { flags: "S." })
    .up("dest2", { flags: "." })
    .down("dest2", { flags: "R" });
}
