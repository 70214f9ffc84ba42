// Rows of a batch against an autoencoder of which few latents are active: their loss, and what they add to
// gradients.
#pragma once

#include "linear.h"
#include "sparse-code.h"

namespace trimtab {

/** What an autoencoder consists of, laid out once for all rows. */
struct Dictionary {
  Dictionary(const Tensor& encoder, const Tensor& encoderBias, const Tensor& decoder, const Tensor& bias,
             const Tensor& refinement)
      : d(encoder.dim(0)),
        latents(encoder.dim(1)),
        refines(refinement.dim(1) > 0),
        encoderBias(encoderBias.data()),
        bias(bias.data()),
        encoder(d, latents, {encoder.data(), latents, 1}),
        refinement(d, refinement.dim(1), {refinement.data(), latents, 1}),
        refinementRows(refinement.size()),
        decoder{decoder.data(), static_cast<int>(d)} {
    transpose(refinement.data(), d, refinement.dim(1), refinementRows.data());
  }

  /** x - b_dec and the pre-activations of rows x ∈ [rows, d] */
  void activate(const float* x, long rows, float* centred, float* active) const {
    for (long i = 0; i < rows; i++)
      for (int j = 0; j < d; j++) centred[i * d + j] = x[i * d + j] - bias[j];
    encoder.multiply(rows, {centred, d, 1}, active, {encoderBias, 0});
  }

  const long d, latents;
  const bool refines;
  const float *encoderBias, *bias;
  const Panels encoder, refinement;
  /** ∈ [latents, d] */
  std::vector<float> refinementRows;
  const Decoder decoder;
};

/** Which latents may be active. */
struct Choice {
  /** Of each position, and of its dead ones. */
  long k, auxiliaryK;
  /** The least that may be active. */
  float threshold;
  /** Of the auxiliary loss. */
  float weight;
  std::vector<int> dead;
};

/** What a thread works on: a few rows of each. */
struct Workplace {
  Workplace(long rows, const Dictionary& its, const Choice& choice)
      : centred(rows * its.d),
        missed(rows * its.d),
        missedAgain(its.refines ? rows * its.d : 0),
        active(rows * its.latents),
        activeAgain(its.refines ? rows * its.latents : 0),
        slope(its.d),
        ofDead(choice.dead.size()),
        codes(rows),
        codesAgain(its.refines ? rows : 0),
        strongest(choice.k),
        strongestDead(choice.auxiliaryK) {}
  std::vector<float> centred, missed, missedAgain, active, activeAgain, slope, ofDead;
  std::vector<Code> codes, codesAgain;
  Code revived;
  Largest strongest, strongestDead;
};

/** The rows of one batch against a dictionary. */
class SparseRows {
 public:
  SparseRows(const Dictionary& dictionary, const Choice& choice, long n)
      : its_(dictionary), choice_(choice), share_(2.0f / (n * dictionary.d)) {}

  /** Adds what rows x ∈ [rows, d] give to `sums`; the loss of each, times n, to losses [rows]. */
  void run(const float* x, long rows, Workplace& at, LatentSums sums, float* losses) const {
    const long d = its_.d, latents = its_.latents;
    its_.activate(x, rows, at.centred.data(), at.active.data());
    encode(rows, at, at.active, at.codes, at.missed);
    if (its_.refines) {
      its_.refinement.multiply(rows, {at.missed.data(), d, 1}, at.activeAgain.data());
      for (long i = 0; i < rows; i++)
        for (long j = 0; j < at.codes[i].size(); j++)
          at.activeAgain[i * latents + at.codes[i].latents[j]] += at.codes[i].values[j];
      encode(rows, at, at.activeAgain, at.codesAgain, at.missedAgain);
    }
    for (long i = 0; i < rows; i++) losses[i] = learn(i, at, sums);
  }

 private:
  /** The code of each row, and what it misses. */
  void encode(long rows, Workplace& at, const std::vector<float>& active, std::vector<Code>& codes,
              std::vector<float>& missed) const {
    for (long i = 0; i < rows; i++) {
      const float* row = active.data() + i * its_.latents;
      codes[i].clear();
      at.strongest.of(row, its_.latents, [&](int latent) {
        if (!(row[latent] < choice_.threshold)) codes[i].addIfActive(latent, row[latent]);
      });
      its_.decoder.miss(codes[i], at.centred.data() + i * its_.d, missed.data() + i * its_.d);
    }
  }

  float learn(long i, Workplace& at, LatentSums sums) const {
    const int d = its_.d;
    const float* centred = at.centred.data() + i * d;
    const float* missed = (its_.refines ? at.missedAgain : at.missed).data() + i * d;
    Code& code = its_.refines ? at.codesAgain[i] : at.codes[i];
    float loss = dot(missed, missed, d) / d;
    for (long j = 0; j < code.size(); j++) sums.fired[code.latents[j]] += code.values[j];
    if (!choice_.dead.empty()) loss += revive(i, missed, at, sums);
    for (int j = 0; j < d; j++) at.slope[j] = share_ * missed[j];
    backThroughError(code, at.slope.data(), sums);
    if (its_.refines) backToFirst(i, at, sums);
    backThroughEncoder(at.codes[i], centred, sums);
    return loss;
  }

  /** The auxiliary loss of what the strongest of the dead latents leave of `missed`, which counts as given.
   */
  float revive(long i, const float* missed, Workplace& at, LatentSums sums) const {
    const int d = its_.d, count = choice_.dead.size();
    const float* row = at.active.data() + i * its_.latents;
    for (int j = 0; j < count; j++) at.ofDead[j] = row[choice_.dead[j]];
    at.revived.clear();
    at.strongestDead.of(at.ofDead.data(), count,
                        [&](int place) { at.revived.addIfActive(choice_.dead[place], at.ofDead[place]); });
    float* left = at.slope.data();
    its_.decoder.miss(at.revived, missed, left);
    const float loss = choice_.weight * dot(left, left, d) / d;
    for (int j = 0; j < d; j++) left[j] *= choice_.weight * share_;
    its_.decoder.back(at.revived, left, sums.decoder);
    backThroughEncoder(at.revived, at.centred.data() + i * d, sums);
    return loss;
  }

  /** From the slope of x - b_dec - code·W_dec. */
  void backThroughError(Code& code, const float* slope, LatentSums sums) const {
    its_.decoder.back(code, slope, sums.decoder);
    addScaled(-1, slope, its_.d, sums.decoderBias);
  }

  void backThroughEncoder(const Code& code, const float* centred, LatentSums sums) const {
    for (long i = 0; i < code.size(); i++) {
      addScaled(code.slopes[i], centred, its_.d, sums.encoder + code.latents[i] * its_.d);
      sums.encoderBias[code.latents[i]] += code.slopes[i];
    }
  }

  /** From the slopes of the second code those of the first, which it began with, and what that missed. */
  void backToFirst(long i, Workplace& at, LatentSums sums) const {
    const long d = its_.d;
    const Code& again = at.codesAgain[i];
    Code& first = at.codes[i];
    std::fill_n(at.slope.data(), d, 0.0f);
    for (long j = 0; j < again.size(); j++) {
      const long row = again.latents[j] * d;
      addScaled(again.slopes[j], its_.refinementRows.data() + row, d, at.slope.data());
      addScaled(again.slopes[j], at.missed.data() + i * d, d, sums.refinement + row);
    }
    backThroughError(first, at.slope.data(), sums);
    for (long j = 0; j < first.size(); j++) {
      const auto found = std::find(again.latents.begin(), again.latents.end(), first.latents[j]);
      if (found != again.latents.end()) first.slopes[j] += again.slopes[found - again.latents.begin()];
    }
  }

  const Dictionary& its_;
  const Choice& choice_;
  /** ∂loss/∂missed is this times what is missed. */
  const float share_;
};

}  // namespace trimtab
