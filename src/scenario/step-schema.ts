import { z } from "zod";
import { argument, hopRef, memberLink, nodeRef, trafficRef } from "./names.js";
import { duration } from "./quantities.js";
import { PLACE_WORDS, references } from "./references.js";

const device = z
  .string()
  .register(references, { kind: "device" })
  .describe(
    "a device; `serving`: the device that answered the first connection; `withdrawn`: the device that withdrew last; `first`, `middle` or `last`: by its place in the ECMP hop's next-hop group",
  );
const returning = z
  .string()
  .refine((word) => !PLACE_WORDS.includes(word), {
    message:
      "expected a device, serving or withdrawn: first, middle and last are members, which announce already",
  })
  .register(references, { kind: "returning-device" })
  .describe(
    "a device; `serving`: the device that answered the first connection; `withdrawn`: the device that withdrew last",
  );
const link = memberLink.describe(
  "two nodes; or the ECMP hop and `first`, `middle` or `last`: its member at that place of its next-hop group",
);
const wait = { after: duration.optional().describe("time to let pass first") };

const meanwhile = {
  for: duration,
  background: z
    .boolean()
    .default(false)
    .describe("true: the next steps are done meanwhile; false: they wait"),
};

/** One step of the timeline. */
export const stepSchema = z.discriminatedUnion("do", [
  z
    .strictObject({ do: z.literal("withdraw"), device, ...wait })
    .describe("a device withdraws the anycast prefix by BGP, and stays up"),
  z
    .strictObject({ do: z.literal("announce"), device: returning, ...wait })
    .describe("a device announces the anycast prefix again"),
  z
    .strictObject({
      do: z.literal("flap"),
      device,
      times: z.number().int().min(1).max(100).describe("how often"),
      down: duration.describe("time withdrawn"),
      up: duration.describe("time announced"),
      ...wait,
    })
    .describe("a device withdraws and announces, again and again"),
  z
    .strictObject({ do: z.literal("link-down"), link, ...wait })
    .describe("the first node takes its end of a link down"),
  z
    .strictObject({
      do: z.literal("link-up"),
      link: memberLink.describe(
        "two nodes; or the ECMP hop and `first`, `middle` or `last`: its link that was taken down last",
      ),
      ...wait,
    })
    .describe(
      "the first node takes its end of a link up again; a device that gets no path back by it counts as lost still",
    ),
  z
    .strictObject({
      do: z.literal("prepend"),
      node: nodeRef,
      towards: nodeRef,
      times: z.number().int().min(0).max(8).describe("how often its AS is added; 0 stops it"),
      ...wait,
    })
    .describe(
      "a router prepends its own AS number towards a neighbour, which may then prefer another path",
    ),
  z
    .strictObject({ do: z.literal("reseed"), node: hopRef, ...wait })
    .describe(
      "a hop's kernel hashes with another seed from here on, as where a router is replaced or boots anew without one of its own: it spreads every connection anew, and no route changes; `balance` has a seed of its own, which stays",
    ),
  z
    .strictObject({ do: z.literal("silence"), device, ...wait })
    .describe(
      "a device takes no packet to the anycast address from here on, and no router learns of it",
    ),
  z
    .strictObject({ do: z.literal("drop"), node: hopRef, ...meanwhile, ...wait })
    .describe("a hop drops every packet to and from the anycast address; no route changes"),
  z
    .strictObject({ do: z.literal("reject"), node: hopRef, ...meanwhile, ...wait })
    .describe(
      "a hop answers every TCP packet to the anycast address by a reset, as a firewall on the way may; a look-alike of a shift",
    ),
  z
    .strictObject({
      do: z.literal("restart"),
      device,
      how: z
        .enum(["kill", "reload"])
        .describe(
          "kill: the server process is killed and started anew; reload: idle connections are closed with FIN, and those in use are served to their end",
        ),
      ...wait,
    })
    .describe(
      "the server process of a device restarts, its kernel and routes do not; a look-alike of a shift",
    ),
  z
    .strictObject({ do: z.literal("stop"), device, ...wait })
    .describe(
      "the web server of a device ends for good, its kernel and routes do not: what comes there is refused; a look-alike of a shift",
    ),
  z
    .strictObject({
      do: z.literal("drain"),
      device,
      within: duration
        .default(10_000)
        .describe("time for connections in use to end; what is left then stays open"),
      ...wait,
    })
    .describe(
      "the web server of a device closes its idle connections with FIN, and goes on to take new ones",
    ),
  z
    .strictObject({
      do: z.literal("ttl"),
      node: hopRef,
      value: z.number().int().min(10).max(255).describe("TTL, for IPv6 the hop limit"),
      ...wait,
    })
    .describe(
      "from here on a hop gives packets to the anycast address this TTL, as if their way had changed its length",
    ),
  z
    .strictObject({
      do: z.literal("command"),
      node: nodeRef,
      run: z
        .array(argument)
        .min(1)
        .describe(
          "program and arguments, each as it stands; no shell reads them; one that has not ended after 15 s fails",
        ),
      input: z.string().optional().describe("what the program reads from its standard input"),
      ...wait,
    })
    .describe(
      "a command in a node, for what no other step does; nothing undoes it, so its lab serves no further case, and a case that it leaves without a routing daemon, a web server or a BGP session proves nothing",
    ),
  z
    .strictObject({
      do: z.literal("open"),
      traffic: trafficRef.describe("held connections that have `later: true`"),
      ...wait,
    })
    .describe("opens held connections in the middle of the timeline"),
  z
    .strictObject({
      do: z.literal("abort"),
      traffic: trafficRef.describe("held connections"),
      ...wait,
    })
    .describe("the client resets every held connection that still lives; a look-alike of a shift"),
  z
    .strictObject({
      do: z.literal("probe"),
      traffic: trafficRef.describe("held connections"),
      background: z
        .boolean()
        .default(false)
        .describe(
          "true: the timeline goes on; the next probe of this traffic, or the end, waits for this one",
        ),
      ...wait,
    })
    .describe("one request on every held connection that still lives"),
]);
export type Step = z.infer<typeof stepSchema>;
export type StepInput = z.input<typeof stepSchema>;
