import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { projectPath } from "../core/index.js";
import { CONNECTION, SIDE, SIGN } from "../engine/index.js";
import { tellSigns } from "./sign-words.js";

/** The text of one sign, of a connection of which this is known. */
function textOf(
  sign: keyof typeof SIGN,
  { connection = {}, server = {} }: { connection?: object; server?: object },
): string | undefined {
  const traces = { connection, client: {}, server, device: {} } as Parameters<typeof tellSigns>[1];
  return tellSigns(SIGN[sign], traces)[0]?.text;
}

test("numbers are told in the units of the text", () => {
  const idle = { connection: { resetIdleMs: 9_340 } };
  expect(textOf("AFTER_IDLE", idle)).toBe("the answered segment came after 9.3 s of silence");
  const retries = { connection: { resetRetries: 2 } };
  expect(textOf("AFTER_RETRANSMISSION", retries)).toContain("the answered segment 3 times:");
});

test("an IP id of 0 is compared with those of the server, where it counts them", () => {
  expect(textOf("IP_ID_ZERO", { server: { facts: 0 } })).toBe("IP id 0");
  expect(textOf("IP_ID_ZERO", { server: { facts: SIDE.IP_ID_SET } })).toBe(
    "IP id 0, the server's other packets count",
  );
});

test("what changes beside the ports is the traffic class, and in IPv6 the flow label as well", () => {
  const changed = (flags: number) => textOf("LABEL_CHANGED", { connection: { flags } });
  expect(changed(CONNECTION.IPV6)).toBe(
    "the client's flow label or traffic class changed within the connection",
  );
  expect(changed(0)).toBe("the client's traffic class changed within the connection");
});

test("what speaks for a shift and what against one is as the analyzer's page says", () => {
  const page = readFileSync(projectPath("docs/analyzer.md"), "utf8");
  const [, table = ""] = page.split(/^### Signs$|^### Look-alikes$/m);
  const rows = table.split("\n").map((line) => line.split("|").slice(2, 4));
  const documented = [true, false].flatMap((speaksFor, column) =>
    rows.flatMap((cells) =>
      [...(cells[column] ?? "").matchAll(/`([a-z-]+)`/g)].map(([, id]) => `${id} ${speaksFor}`),
    ),
  );
  const traces = { connection: {}, client: {}, server: {}, device: {} } as never;
  const told = Object.values(SIGN).flatMap((bit) => tellSigns(bit, traces));
  // Several capture points tell what is no sign of a single connection.
  const ofPoints = [true, false].map((speaksFor) => `seen-at-points ${speaksFor}`);
  expect([...told.map((sign) => `${sign.id} ${sign.for}`), ...ofPoints].sort()).toEqual(
    documented.sort(),
  );
});
