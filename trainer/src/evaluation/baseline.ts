// What a baseline is: scores from a history, fitted on training histories alone.
export type BaselineName = 'popularity' | 'recentPopularity' | 'itemKnn' | 'ease' | 'markov';

export interface Baseline {
  name: BaselineName;
  /** @param history items, oldest first @returns scores ∈ [items], higher is better; the caller's to keep */
  score(history: Int32Array): Float32Array;
}
