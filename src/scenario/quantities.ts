import { z } from "zod";
import { parseDuration, parseSize } from "../core/index.js";

// As patterns, so that editors refuse what parseDuration and parseSize would; a test holds them together.
const DURATION = /^\d+(\.\d+)?(ms|s|m)$/;
const SIZE = /^\d+(\.\d+)?(B|kB|MB|GB)$/;
const DURATION_EXPECTED = "expected a duration such as 250ms, 1.5s or 2m";
const SIZE_EXPECTED = "expected a size above 0 such as 900B, 64kB or 4MB";
// Node's timers fire at once beyond 2^31 ms; no case is near that.
const MAX_DURATION_MS = 3_600_000;
// The file that devices serve has 10 GiB (topology/boot.ts).
const MAX_SIZE = 10e9;

/** A duration such as 250ms, 1.5s or 2m, as milliseconds; an hour at most. */
export const duration = z
  .string(DURATION_EXPECTED)
  .regex(DURATION, DURATION_EXPECTED)
  .refine(
    (text) => (parseDuration(text) ?? 0) <= MAX_DURATION_MS,
    "expected a duration of at most 60m",
  )
  .meta({ title: "duration" })
  .transform((text) => parseDuration(text) as number);

/** A size such as 900B, 64kB or 4MB, as bytes; never 0, and 10 GB at most. */
export const size = z
  .string(SIZE_EXPECTED)
  .regex(SIZE, SIZE_EXPECTED)
  .refine((text) => parseSize(text) !== 0, SIZE_EXPECTED)
  .refine((text) => (parseSize(text) ?? 0) <= MAX_SIZE, "expected a size of at most 10GB")
  .meta({ title: "size" })
  .transform((text) => parseSize(text) as number);
