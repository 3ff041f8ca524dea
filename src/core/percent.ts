/** A share between 0 and 1 as `49.0 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
