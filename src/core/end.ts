/** How a connection ended: its outcome, or `cut` where its server closed it before the answer was whole. */
export function endOf<Outcome extends string>(one: {
  outcome: Outcome;
  cut?: true | undefined;
}): End<Outcome> {
  return one.cut ? "cut" : one.outcome;
}
export type End<Outcome extends string> = Outcome | "cut";
