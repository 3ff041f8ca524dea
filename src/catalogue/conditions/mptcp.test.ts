import { expect, test } from "vitest";
import { shippedLab } from "../../../tests/helpers/shipped.js";
import { Scope, until } from "../../core/index.js";
import type { RunningLab } from "../../driver/index.js";
import { offerUnicastSubflows } from "./mptcp.js";

test("it is in force when every connection of each origin has a second subflow", async () => {
  const sockets = { connections: "a\nb\n", subflows: "" };
  let asked = 0;
  const shell = {
    exec: ([program, ...args]: string[]) => {
      // The web server has stopped.
      if (program !== "ss" || args.includes("listening")) return Promise.resolve("");
      if (args.includes("--mptcp")) return Promise.resolve(sockets.connections);
      asked++;
      return Promise.resolve(sockets.subflows);
    },
  };
  const running = {
    spec: { lab: shippedLab("cluster") },
    node: () => shell,
  } as unknown as RunningLab;
  await using scope = new Scope();
  const condition = await offerUnicastSubflows({ running, family: 6, scope });
  let isReady = false;
  const wait = condition.ready?.().then(() => {
    isReady = true;
  });
  for (const joined of ["", "c\n"]) {
    sockets.subflows = joined;
    const before = asked;
    // Each origin, and then one of them again.
    await until("it to be asked", () => asked > before + 3, { deadlineMs: 5_000 });
    expect(isReady).toBe(false);
  }
  sockets.subflows = "c\nd\n";
  await wait;
});
