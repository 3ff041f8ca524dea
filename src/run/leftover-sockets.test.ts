import { expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { toldLab } from "../events/fixtures/told-lab.js";
import { killLeftoverSockets } from "./leftover-sockets.js";

test("at both ends every connection to a service is ended, whatever its state, and no listener", async () => {
  const { running, told } = toldLab(shippedLab("article"));
  await killLeftoverSockets(running);
  const ss = "ss --kill --tcp --numeric --no-header state connected";
  const ends = (side: string) => [80, 5001, 5201].map((port) => `${side} = :${port}`).join(" or ");
  expect(told).toEqual([
    `origin: ${ss} ${ends("dport")}`,
    `dest1: ${ss} ${ends("sport")}`,
    `dest2: ${ss} ${ends("sport")}`,
  ]);
});
