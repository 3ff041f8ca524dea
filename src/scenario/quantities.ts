import { z } from "zod";
import { parseDuration, parseSize } from "../core/index.js";

// As patterns, so that editors refuse what parseDuration and parseSize would; a test holds them together.
const DURATION = /^\d+(\.\d+)?(ms|s|m)$/;
const SIZE = /^\d+(\.\d+)?(B|kB|MB|GB)$/;
const DURATION_EXPECTED = "expected a duration such as 250ms, 1.5s or 2m";
const SIZE_EXPECTED = "expected a size above 0 such as 900B, 64kB or 4MB";

/** A duration such as 250ms, 1.5s or 2m, as milliseconds. */
export const duration = z
  .string(DURATION_EXPECTED)
  .regex(DURATION, DURATION_EXPECTED)
  .meta({ title: "duration" })
  .transform((text) => parseDuration(text) as number);

/** A size such as 900B, 64kB or 4MB, as bytes; never 0. */
export const size = z
  .string(SIZE_EXPECTED)
  .regex(SIZE, SIZE_EXPECTED)
  .refine((text) => parseSize(text) !== 0, SIZE_EXPECTED)
  .meta({ title: "size" })
  .transform((text) => parseSize(text) as number);
