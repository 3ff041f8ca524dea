import type { Verdict } from "../../core/index.js";
import { VERDICT_MARKS } from "../words.js";

/** A verdict as sign, word and colour. */
export function Badge({ verdict }: { verdict: Verdict }) {
  return (
    <span class={`badge ${verdict}`}>
      <span aria-hidden="true">{VERDICT_MARKS[verdict]}</span> {verdict}
    </span>
  );
}
