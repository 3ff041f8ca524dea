import { z } from "zod";

const BOUND = /^<= *(100(\.0+)?|\d{1,2}(\.\d+)?) *%$/;

/** `<= 1%` as a share from 0 to 1. */
const bound = z
  .string()
  .regex(BOUND, "expected a bound such as <= 1%")
  .transform((text) => Number(text.replace(/[<=% ]/g, "")) / 100);

/** How much of a plan's connections may be lost. */
export const boundsSchema = z.strictObject({
  own: bound.optional().describe("broke with their own device lost"),
  collateral: bound.optional().describe("broke although their own device was healthy"),
  stalled: bound.optional().describe("got neither an answer nor a reset"),
  lost: bound.optional().describe("all three together"),
});
export type Bounds = z.infer<typeof boundsSchema>;
