// Log-odds of a share.

/**
 * ln(p / (1 - p)) of a share over `places` places. Half a place is added on both sides (Haldane 1956), so that a
 * share of none or all stays finite.
 *
 * @example logOdds(0.2, 10) // ln(2.5 / 8.5)
 */
export function logOdds(share: number, places: number): number {
  const taken = share * places;
  return Math.log((taken + 0.5) / (places - taken + 0.5));
}
