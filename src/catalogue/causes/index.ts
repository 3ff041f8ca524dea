import type { Cause } from "../cause.js";
import { withdrawFirst, withdrawLast, withdrawMiddle } from "./withdraw.js";

/** Every cause, in the order of reports. A new one is a file here and a line in this list. */
export const causes: readonly Cause[] = [withdrawFirst, withdrawMiddle, withdrawLast];
