import { z } from "zod";
import { link, originRef, trafficRef } from "./names.js";

/** Thirds as decimal fractions may come to a little more than 1. */
const ROUNDING = 1e-3;
const fraction = z.number().min(0).max(1);
const of = trafficRef.describe("id of the traffic");

/** Something that must hold, judged from the packets. */
export const expectationSchema = z.discriminatedUnion("that", [
  z
    .strictObject({ that: z.literal("every-connection"), of, is: z.enum(["closed", "reset"]) })
    .describe(
      "every connection ended in this way; one whose server closed before its answer was whole has not closed",
    ),
  z
    .strictObject({
      that: z.literal("sequence"),
      of,
      matches: z
        .string()
        .regex(
          /^\s*((…|[<>]?\[[A-Za-z.]+\])(\s+|$))+$/,
          "expected flags as tcpdump prints them, such as [S] [S.] [.] … <[R]",
        )
        .describe(
          "flags as tcpdump prints them, in order; … for any packets or none, < or > in front for a direction: `[S] [S.] [.] [P.] … <[R]`",
        ),
    })
    .describe("every connection shows these flags at its origin"),
  z
    .strictObject({ that: z.literal("shifted"), of })
    .describe(
      "some connection was reset, and every reset is a no-socket RST of which the captures prove that another device than the first one sent it",
    ),
  z
    .strictObject({
      that: z.literal("graded"),
      of,
      shifted: z
        .boolean()
        .describe(
          "true: there are resets, every reset connection is graded certain or likely, and the devices' captures show the same; false: no connection is graded so",
        ),
    })
    .describe("what the origin's capture alone says, as `analyze` grades it"),
  z
    .strictObject({
      that: z.literal("most-reset"),
      of,
      atLeast: fraction.describe("share of all connections, 0 to 1"),
      onHandshake: fraction
        .default(0)
        .describe("share of them that must break on the handshake's ACK"),
    })
    .describe(
      "at least this share of the connections was reset by the server's side; a set of keep-alive requests counts once, as reset where one of its connections was",
    ),
  z
    .strictObject({ that: z.literal("member-only"), of, link })
    .describe("connections on this member link reset, all others closed, and some of each"),
  z
    .strictObject({ that: z.literal("origin-only"), of, origin: originRef })
    .describe("connections of this origin reset, all others closed, and some of each"),
  z
    .strictObject({
      that: z.literal("fragments-only"),
      of,
      mtu: z.number().int().describe("MTU of the narrow link"),
    })
    .describe(
      "uploads by curl: those below half of the MTU all close, larger ones reset exactly when their fragments reached another device, and there are some of each",
    ),
  z
    .strictObject({ that: z.literal("grows-with-size"), of })
    .describe(
      "the share of curl transfers reset rises with their size, more than chance would do once in a thousand runs",
    ),
  z
    .strictObject({ that: z.literal("next-request-reset"), of })
    .describe("of keep-alive connections, the request after the event is answered by RST"),
  z
    .strictObject({
      that: z.literal("share"),
      of,
      probe: z.number().int().min(1).describe("which probe, counted from 1"),
      broken: fraction.describe("share of all connections probed then that breaks, by theory"),
      collateral: fraction.describe(
        "share of them all that breaks although its own device is healthy, by theory",
      ),
    })
    .refine(({ broken, collateral }) => collateral <= broken, {
      path: ["collateral"],
      message: "expected at most `broken`, of which it is a part",
    })
    .describe(
      "how many held connections a probe broke, within chance of what theory says: it fails where chance alone gives such a count once in a million times",
    ),
  z
    .strictObject({
      that: z.literal("fates"),
      of,
      own: fraction.default(0).describe("share that breaks with its own device lost"),
      collateral: fraction.default(0).describe("share that breaks although its device is healthy"),
      stalled: fraction.default(0).describe("share that gets no answer and no reset"),
    })
    .refine(({ own, collateral, stalled }) => own + collateral + stalled <= 1 + ROUNDING, {
      message:
        "expected own, collateral and stalled to come to at most 1: they are parts of all connections",
    })
    .describe(
      "how the connections ended, within chance of what theory says: it fails where chance alone gives such a count once in a million times; a set of keep-alive requests counts once, as lost where one of its connections was, and a download with `retry` once, by its last one",
    ),
  z
    .strictObject({
      that: z.literal("foretold"),
      of,
      right: fraction.describe("what theory says of all held connections of the traffic"),
    })
    .describe(
      "of how many held connections to the anycast address the routers' kernels, asked by `ip route get`, name the device that the packets reach, within chance of what theory says; they are asked even where they are known to be wrong",
    ),
  z
    .strictObject({ that: z.literal("whole"), of })
    .describe(
      "every download of curl traffic with `retry` arrives whole, and some had to be tried again",
    ),
]);
export type Expectation = z.infer<typeof expectationSchema>;
export type ExpectationInput = z.input<typeof expectationSchema>;
