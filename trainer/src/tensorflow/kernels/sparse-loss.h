// The loss of autoencoders of which few latents are active, with its gradients, a few rows at a time. Only
// pre-activations are dense: decoding and every gradient visit the active latents alone, where products of
// whole matrices would be with zeros for 98 numbers of 100.
#pragma once

#include "sparse-rows.h"

namespace trimtab {

/** Pre-activations at a time: they stay in the second cache. */
constexpr long ACTIVATIONS_AT_ONCE = 48 * 1024;

/** The loss of a batch x ∈ [n, d] and its gradients, as written out in autoencoder.ts, refinement.ts and
 * loss.ts. */
struct SparseLoss {
  static constexpr const char* NAME = "TrimtabSparseLoss";
  explicit SparseLoss(TF_OpKernelConstruction*) {}
  /**
   * Inputs: x, encoder [d, latents] and bias, decoder [latents, d] and bias, refinement [d, latents] or [d,
   * 0]; 1 for each dead latent; the weight of the auxiliary loss; k, the auxiliary k, and 1 where a batch
   * shares its places.
   */
  void compute(Call& call) const {
    const Tensor x = call.input(0, "x", {ANY, ANY}), encoder = call.input(1, "encoder", {x.dim(1), ANY});
    const long n = x.dim(0), d = encoder.dim(0), latents = encoder.dim(1);
    const Tensor encoderBias = call.input(2, "encoderbias", {latents});
    const Tensor decoder = call.input(3, "decoder", {latents, d}), bias = call.input(4, "decoderbias", {d});
    const Tensor refinement = call.input(5, "refinement", {d, ANY}), dead = call.input(6, "dead", {latents});
    const Tensor weight = call.input(7, "weight", {});
    const Integers settings = call.input<int32_t>(8, "settings", {3});
    const int32_t* set = settings.data();
    checkBetween("the number of latents", 1, latents, MOST_KEPT);
    if (refinement.dim(1) > 0) checkBetween("columns of refinement", latents, refinement.dim(1), latents);
    checkBetween("k", 0, set[0], latents);
    checkBetween("the auxiliary k", 0, set[1], MOST_KEPT);
    const long grain = std::max(TILE_ROWS, ACTIVATIONS_AT_ONCE / latents / TILE_ROWS * TILE_ROWS);
    const Dictionary dictionary(encoder, encoderBias, decoder, bias, refinement);
    Choice choice{set[0], set[1], 0, *weight.data(), {}};
    if (set[2] != 0) share(choice, dictionary, x, grain);
    for (long j = 0; j < latents && choice.weight > 0; j++)
      if (dead.data()[j] > 0) choice.dead.push_back(j);
    const SparseRows rows(dictionary, choice, n);
    const long size = LatentSums::sizeOf(latents, d, dictionary.refines);
    ThreadSums sums(size);
    std::vector<float> losses(n);
    overRows(n, grain, [&](int thread, long from, long to) {
      Workplace at(to - from, dictionary, choice);
      rows.run(x.data() + from * d, to - from, at, {sums.of(thread), latents, d}, losses.data() + from);
    });
    std::vector<float> totals(size);
    sums.total(totals.data());
    *call.output(0, {}).data() = mean(losses);
    give(call, {totals.data(), latents, d}, encoder, refinement);
  }

 private:
  /** The places of all positions go to the strongest of the batch. */
  static void share(Choice& choice, const Dictionary& dictionary, const Tensor& x, long grain) {
    const long n = x.dim(0), d = x.dim(1), latents = dictionary.latents;
    std::vector<float> active(n * latents);
    overRows(n, grain, [&](int, long from, long to) {
      std::vector<float> centred((to - from) * d);
      dictionary.activate(x.data() + from * d, to - from, centred.data(), active.data() + from * latents);
    });
    choice.threshold = kthLargest(active.data(), n * latents, n * choice.k);
    choice.k = latents;
  }

  static void give(Call& call, const LatentSums& sums, const Tensor& encoder, const Tensor& refinement) {
    const long d = encoder.dim(0), latents = encoder.dim(1);
    std::copy_n(sums.fired, latents, call.output(1, {latents}).data());
    transpose(sums.encoder, latents, d, call.output(2, {d, latents}).data());
    std::copy_n(sums.encoderBias, latents, call.output(3, {latents}).data());
    std::copy_n(sums.decoder, latents * d, call.output(4, {latents, d}).data());
    const Tensor ofBias = call.output(5, {d});
    for (long i = 0; i < d; i++)
      ofBias.data()[i] = sums.decoderBias[i] - dot(encoder.data() + i * latents, sums.encoderBias, latents);
    const Tensor ofRefinement = call.output(6, refinement.shape());
    if (refinement.size() > 0) transpose(sums.refinement, latents, d, ofRefinement.data());
  }
};

}  // namespace trimtab
