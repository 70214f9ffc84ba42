// metrics.json: what a run measured. `evaluate --json` prints the same shape; a group that was not measured is absent.
import { z } from 'zod';

const split = z.enum(['validation', 'test']);
const n = z.number();
export const rankingSchema = z.object({ hr10: n, ndcg10: n });
/** Users between two values, both included. */
const rankingGroup = z.object({ from: n, to: n, users: n, hr10: n, ndcg10: n });

/** How well single features follow attributes, beside the controls; absent keys were not measured. */
const correlation = z.object({
  sae: n,
  concept: n,
  raw: n,
  pca: n.optional(),
  /** The trained controls: only where `evaluation.controls` asks for them. */
  frozenDecoder: n.optional(),
  untrainedModel: n.optional(),
  coOccurrence: n.optional(),
  permuted: n.optional(),
  probe: n.optional(),
});

const correlations = z.object({
  attributes: n,
  meanCorrelation: correlation,
  /** 95% interval of `sae` less the best control; the probe is a ceiling and no control. */
  ciLow: n.optional(),
  ciHigh: n.optional(),
});

/** Means over concepts on test users, at sizes chosen on validation users. */
const steeringSummary = z.object({
  concepts: n,
  gainAtNoLoss: n,
  gainAt5pct: n,
  medianGainAt5pct: n,
  shareWeightedGainAt5pct: n,
  relativeGainAt5pct: n,
  /** Relative; 95% interval of the mean over users. */
  ndcgChangeAt5pct: z.object({ mean: n, low: n, high: n }),
  gainAtEqualGain: n,
  spilloverAtEqualGain: n,
  ndcgChangeAtEqualGain: n,
  alignedNdcgChangeAtEqualGain: n,
});

const difference = z.object({ difference: n, low: n, high: n });

/** Sets of wishes that were asked for, that some list keeps whole, and that the list served keeps; and why the others cannot be. */
const keptWishes = z.object({
  wishes: n,
  kept: n,
  keepable: n,
  tooFewItems: n.optional(),
  againstAnother: n.optional(),
});

/** By method: mean log-odds gains of the exposure of hidden and of known items, and the one over the other. */
const hiddenGains = z.record(z.string(), z.object({ ratio: n, hiddenGain: n, knownGain: n }));

export const metricsSchema = z.object({
  recommender: z.object({
    split,
    protocol: z.string(),
    model: z.string(),
    hr10: n,
    ndcg10: n,
    mrr: n,
    coverage10: n,
    novelty10: n,
    users: n,
    /** Rankings that the figures average over, where they are more than one a user. */
    targets: n.optional(),
    /** Held-out interactions left out of ranking because the history held the item already; absent where there is none. */
    targetsInHistory: n.optional(),
    items: n,
    /** Quartiles of users by items in their history, and by training interactions of their target. */
    byHistoryLength: z.array(rankingGroup).optional(),
    byTargetPopularity: z.array(rankingGroup).optional(),
    diversity10: n.optional(),
    popularityBias10: n.optional(),
  }),
  /** Beside these a ranking for each baseline, by the name that the trainer knows it by. */
  baselines: z
    .looseObject({
      split,
      /** The best of them by NDCG@10, and the recommender's NDCG@10 minus its: paired bootstrap over users, 95%. */
      comparison: z.object({ baseline: z.string(), difference: n, low: n, high: n }).optional(),
    })
    .refine(
      ({ split: _split, comparison: _comparison, ...baselines }) =>
        Object.values(baselines).every((baseline) => rankingSchema.safeParse(baseline).success),
      'a baseline has hr10 and ndcg10',
    ),
  sae: z.object({
    split,
    /** A name that the trainer knows its kinds of autoencoder by. */
    kind: z.string().min(1),
    latents: n,
    explainedVariance: n,
    l0: n,
    deadShare: n,
    ndcgKept: n,
    /** As many principal components as latents are active. */
    pca: z.object({ components: n, explainedVariance: n, ndcgKept: n }).optional(),
  }),
  interpretability: correlations.extend({
    split,
    hook: z.string(),
    /** The same over the attributes of one kind: genre, era, mood, tag. */
    byKind: z.record(z.string(), correlations).optional(),
    /** Each attribute's best latent of the first split: what fires it, and what the model recommends there (`output`). */
    perAttribute: z
      .array(
        z.object({
          attribute: z.string(),
          latent: n,
          auc: n,
          averagePrecision: n,
          shareFired: n,
          precision: n,
          output: n,
        }),
      )
      .optional(),
    /** By attribute id, correlations of latents and controls: the mean over the item splits. */
    byAttribute: z.record(z.string(), correlation).optional(),
    interpretableShare: n.optional(),
    monosemanticity: z.object({ sae: n, raw: n }).optional(),
    distinctConcepts: n.optional(),
    nontrivialShare: n.optional(),
  }),
  steering: z.object({
    split,
    curves: z.array(
      z.object({
        concept: z.string(),
        method: z.string(),
        hook: z.string(),
        /** Of a served method from -1 to 1; in a comparison the size, in the method's own unit. */
        strength: n,
        /** What the size was chosen for on validation users; absent where it is a strength. */
        chosenFor: z.enum(['noLoss', 'loss5', 'gain1']).optional(),
        share: n,
        shareBase: n,
        logOddsGain: n,
        ndcg10: n,
        ndcg10Base: n,
        /** From here on absent in runs measured before these were. */
        alignedNdcg10: n.optional(),
        alignedNdcg10Base: n.optional(),
        spillover: n.optional(),
        diversity: n.optional(),
        coverage: n.optional(),
        novelty: n.optional(),
      }),
    ),
    /** By method; absent unless `evaluation.steering` is `full`. */
    summary: z.record(z.string(), steeringSummary).optional(),
    /** Gain on items whose labels were hidden ÷ gain on those known; means over concepts and five splits. */
    hiddenAttributeRatio: n.optional(),
    hiddenAttribute: hiddenGains.optional(),
    /** The same of emergent concepts, half of whose anchors are hidden. */
    hiddenAnchors: hiddenGains.optional(),
    target: z.object({ reachableShare: n, absoluteError: n, ndcg10: n, quotaNdcg10: n }).optional(),
  }),
  /** Lists that keep wishes, as they are served; absent in runs measured before these were, and unless asked for. */
  promise: z
    .object({
      split,
      users: n,
      single: keptWishes,
      pairs: keptWishes,
      triples: keptWishes,
      /** By way of bringing lists to a share: base + 10, 20 and 30 points, over all concepts. `wish` is what is served. */
      atShare: z.record(
        z.string(),
        z.object({
          ndcg10: n,
          /** Of the users whose next item is one of the concept's. */
          alignedNdcg10: n,
          spillover: n,
          /** What is served less this way, with its 95% interval over users. */
          ndcg10Behind: difference.optional(),
          alignedNdcg10Behind: difference.optional(),
        }),
      ),
      /** Before the choice: gains of items whose label is hidden, and of those that directions know. */
      hidden: z.object({ ratio: n, hiddenGain: n, knownGain: n }).optional(),
      /** Of one list with one wish, over the graphs that are served: encoder included, and on a history that is known. */
      milliseconds: z.object({ first: n, next: n }),
    })
    .optional(),
  /** What lists lose by a single wish, as they are served; absent in runs measured before these were. */
  wishCosts: z
    .object({
      split,
      users: n,
      /** By concept id and rising change: items of ten that a list has more than without the wish, below 0 fewer. */
      concepts: z.record(
        z.string(),
        z.array(
          z.object({
            change: n,
            /** Of those whose list can have so many. */
            users: n,
            /** NDCG@10 as a share of that of their lists without the wish, and its 95% interval over users. */
            kept: n,
            low: n,
            high: n,
          }),
        ),
      ),
    })
    .optional(),
  export: z.object({
    parityMaxAbs: n,
    top10Overlap: n,
    ndcg10Fp32: n,
    ndcg10Int8: n,
    bytes: n,
    /**
     * What the autoencoder adds to a request: bytes of the graphs, and median milliseconds in wasm on one thread. A
     * published version holds no times.
     */
    autoencoder: z.object({ bytes: n, milliseconds: n.optional() }).optional(),
  }),
  /** Of the run on its machine: stays with the run, and is no part of a published version. */
  timing: z.object({ stages: z.record(z.string(), n), tokensPerSecond: n, backend: z.string() }),
});

export type Metrics = z.infer<typeof metricsSchema>;
