import { describe, expect, test } from "vitest";
import { shippedLab } from "../../tests/helpers/shipped.js";
import { ShiftError } from "../core/index.js";
import type { Step } from "../scenario/index.js";
import type { EventContext } from "./context.js";
import { performStep, routersToWatch, spoilsLab } from "./steps.js";

const article = shippedLab("article");
const withdraw: Step = { do: "withdraw", device: "serving" };
const prepend = (towards: string): Step => ({ do: "prepend", node: "hop3a", towards, times: 2 });
const link: ["hop2", "hop3a"] = ["hop2", "hop3a"];

describe("routersToWatch", () => {
  test("is the ECMP hop, also without any step", () => {
    expect(routersToWatch([], article)).toEqual(["hop2"]);
    expect(routersToWatch([withdraw], article)).toEqual(["hop2"]);
  });

  test("and the balancers that choose a device behind it", () => {
    expect(routersToWatch([withdraw], shippedLab("tier"))).toEqual(["core", "lb1", "lb2"]);
  });

  test("and the node whose link is changed", () => {
    expect(routersToWatch([{ do: "link-down", link: ["hop3a", "dest1"] }], article)).toEqual([
      "hop2",
      "hop3a",
    ]);
  });

  test("and every router whose path a prepend moves, once", () => {
    const steps = [prepend("hop1"), withdraw, prepend("hop2"), prepend("hop1")];
    expect(routersToWatch(steps, article)).toEqual(["hop2", "hop1"]);
  });
});

test("only link changes and commands spoil a lab", () => {
  const steps: Step[] = [
    withdraw,
    { do: "announce", device: "dest1" },
    { do: "flap", device: "dest1", times: 1, down: 1, up: 1 },
    { do: "link-down", link },
    { do: "link-up", link },
    prepend("hop2"),
    { do: "drop", node: "hop2", for: 10, background: false },
    { do: "silence", device: "dest1" },
    { do: "command", node: "hop2", run: ["true"] },
    { do: "open", traffic: "held" },
    { do: "probe", traffic: "held", background: false },
  ];
  expect(steps.filter(spoilsLab).map((step) => step.do)).toEqual([
    "link-down",
    "link-up",
    "command",
  ]);
});

test("a device that withdraws again has withdrawn already", async () => {
  const message = "dest1: vtysh ended with 1: % Can't find static route specified";
  const said = (text: string) => {
    const node = () => ({
      exec: () => Promise.reject(new ShiftError({ code: "E_COMMAND", message: text })),
    });
    return performStep({ do: "withdraw", device: "dest1" }, {
      running: { spec: { lab: article }, node },
      family: 4,
      scope: { defer: () => undefined },
      recorded: () => [],
    } as unknown as EventContext);
  };
  await expect(said(message)).rejects.toMatchObject({
    code: "E_EVENT",
    message: "dest1 has withdrawn already",
  });
  await expect(said("dest1: vtysh ended with 1: ")).rejects.toMatchObject({ code: "E_COMMAND" });
});
