import { expect, test } from "vitest";
import { shippedLab } from "../../../tests/helpers/shipped.js";
import { pause, Scope } from "../../core/index.js";
import type { RunningLab } from "../../driver/index.js";
import { offerUnicastSubflows } from "./mptcp.js";

test("it is in force when every connection of each origin has a second subflow", async () => {
  const sockets = { connections: "a\nb\n", subflows: "" };
  const shell = {
    exec: ([program, ...args]: string[]) => {
      if (program !== "ss") return Promise.resolve("");
      return Promise.resolve(args.includes("--mptcp") ? sockets.connections : sockets.subflows);
    },
    // The web server has stopped.
    try: () => Promise.resolve({ exitCode: 1 }),
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
    await pause(60);
    expect(isReady).toBe(false);
  }
  sockets.subflows = "c\nd\n";
  await wait;
});
