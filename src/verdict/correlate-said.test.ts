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
  ["its SYN", "refused", refused],
  ["the handshake's ACK", "reset", brokenOnHandshake],
] as const)(
  "a refusal whose port a program could not tell is that of a connection of its origin with a RST to %s",
  async (_, outcome, exchange) => {
    const { client: _client, ...nameless } = told("refused", { set: 3 });
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
