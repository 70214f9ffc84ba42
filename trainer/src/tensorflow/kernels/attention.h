// Attention over whole sequences and its gradient: the shares of a few queries at a time stay in the cache,
// and what a query may not look at is never worked out (Dao et al. 2022, without its blocks of keys:
// sequences here are short).
#pragma once

#include "kernel.h"
#include "linear.h"
#include "softmax-loss.h"

namespace trimtab {

/** Queries at once. */
constexpr long QUERIES = 48;

/** Who may look at what: with `causal`, itself and what is before it; else the used part of its sequence. */
struct Reach {
  /**
   * @param settings [causal, heads, used length of each sequence]
   * @throws std::invalid_argument unless they fit q ∈ [count, length, size] and the heads of the distances
   */
  Reach(const Integers& settings, const Tensor& q, long heads) : numbers(settings.data()) {
    if (settings.size() < 2 || numbers[1] != heads || heads * (settings.size() - 2) != q.dim(0))
      throw std::invalid_argument("settings name other heads or sequences than q and b have");
    for (long i = 2; i < settings.size() && numbers[0] == 0; i++)
      checkBetween("a used length", 1, numbers[i], q.dim(1));
  }
  const int32_t* numbers;
  /** Keys that query i of matrix `index` of the batch sees. */
  long keys(long index, long i) const { return numbers[0] != 0 ? i + 1 : numbers[2 + index / numbers[1]]; }
};

/** A number for each head and distance ∈ [heads, 2·length - 1]: of key j for query i in column j - i + length
 * - 1. */
template <typename T>
struct Distances {
  T* numbers;
  const long heads, length;
  /** The numbers of query i, by key. */
  T* of(long index, long i) const { return numbers + index % heads * (2 * length - 1) + length - 1 - i; }
};

/** What one matrix of the batch, a head of a sequence, is worked out from. */
struct Head {
  const float *query, *key;
  const long size;
  const float scale;
  const Distances<const float> bias;

  /** Scores of queries `from` to `to` ∈ [to - from, keys] */
  void score(long index, long from, long to, long keys, float* scores) const {
    multiplyAlone(to - from, keys, size, {query + from * size, size, 1}, {key, 1, size}, scores, keys);
    for (long i = from; i < to; i++) {
      const float* added = bias.of(index, i);
      float* row = scores + (i - from) * keys;
      for (long j = 0; j < keys; j++) row[j] = row[j] * scale + added[j];
    }
  }
};

/** How far apart positions of a sequence can be, one way and the other. */
inline long distancesOf(long length) { return std::max(0L, 2 * length - 1); }

/** Runs work(thread, index, from, to, keys) for each few queries of each matrix; what the last of them sees
 * is `keys`. */
template <typename Work>
void overQueries(long count, long length, const Reach& reach, const Work& work) {
  overEach(count, true, [&](int thread, long index) {
    for (long from = 0; from < length; from += QUERIES) {
      const long to = std::min(length, from + QUERIES);
      work(thread, index, from, to, reach.keys(index, to - 1));
    }
  });
}

/** Of q, k, v ∈ [count, length, size]: softmax(q·kᵀ/√size + distances)·v, and the log of each softmax's sum ∈
 * [count, length] */
struct Attention {
  static constexpr const char* NAME = "TrimtabAttention";
  explicit Attention(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor q = call.input(0, "q", {ANY, ANY, ANY});
    const long count = q.dim(0), length = q.dim(1), size = q.dim(2), step = length * size;
    const Tensor k = call.input(1, "k", q.shape()), v = call.input(2, "v", q.shape());
    const Tensor bias = call.input(3, "b", {ANY, distancesOf(length)});
    const Integers settings = call.input<int32_t>(4, "settings", {ANY});
    const Tensor mixed = call.output(0, {count, length, size}), sums = call.output(1, {count, length});
    const Reach reach(settings, q, bias.dim(0));
    const float scale = 1 / std::sqrt(static_cast<float>(size));
    const Distances<const float> distances{bias.data(), bias.dim(0), length};
    overQueries(count, length, reach, [&](int, long index, long from, long to, long keys) {
      thread_local std::vector<float> shares;
      shares.resize(QUERIES * length);
      const Head head{q.data() + index * step, k.data() + index * step, size, scale, distances};
      head.score(index, from, to, keys, shares.data());
      for (long i = from; i < to; i++) {
        float* row = shares.data() + (i - from) * keys;
        const int seen = reach.keys(index, i);
        const float largest = largestOf(row, seen), sum = exponentials(row, seen, largest), share = 1 / sum;
        for (int j = 0; j < seen; j++) row[j] *= share;
        for (int j = seen; j < keys; j++) row[j] = 0;
        sums.data()[index * length + i] = largest + std::log(sum);
      }
      multiplyAlone(to - from, size, keys, {shares.data(), keys, 1}, {v.data() + index * step, size, 1},
                    mixed.data() + index * step + from * size, size);
    });
  }
};

/** From the mix and its gradient, q, k, v, distances and the sums: ∂q, ∂k, ∂v, ∂distances. ∂scores = s·(∂s -
 * Σ s·∂s) for shares s. */
struct AttentionGradient {
  static constexpr const char* NAME = "TrimtabAttentionGradient";
  explicit AttentionGradient(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor q = call.input(1, "q", {ANY, ANY, ANY}), dmixed = call.input(0, "dy", q.shape());
    const long count = q.dim(0), length = q.dim(1), size = q.dim(2), step = length * size;
    const Tensor k = call.input(2, "k", q.shape()), v = call.input(3, "v", q.shape());
    const Tensor bias = call.input(4, "b", {ANY, distancesOf(length)}),
                 mixed = call.input(5, "mixed", q.shape());
    const Tensor sums = call.input(6, "sums", {count, length});
    const Integers settings = call.input<int32_t>(7, "settings", {ANY});
    const Tensor dq = call.output(0, q.shape()), dk = call.output(1, q.shape()),
                 dv = call.output(2, q.shape()), dbias = call.output(3, bias.shape());
    std::fill_n(dk.data(), count * step, 0.0f);
    std::fill_n(dv.data(), count * step, 0.0f);
    const Reach reach(settings, q, bias.dim(0));
    const float scale = 1 / std::sqrt(static_cast<float>(size));
    const Distances<const float> distances{bias.data(), bias.dim(0), length};
    ThreadSums biases(bias.size());
    overQueries(count, length, reach, [&](int thread, long index, long from, long to, long keys) {
      thread_local std::vector<float> shares, slopes;
      const Distances<float> slopesOfBias{biases.of(thread), bias.dim(0), length};
      shares.resize(QUERIES * length);
      slopes.resize(QUERIES * length);
      const long at = index * step, rows = to - from;
      const float* upstream = dmixed.data() + at + from * size;
      const Head head{q.data() + at, k.data() + at, size, scale, distances};
      head.score(index, from, to, keys, shares.data());
      multiplyAlone(rows, keys, size, {upstream, size, 1}, {v.data() + at, 1, size}, slopes.data(), keys);
      for (long i = from; i < to; i++) {
        float *share = shares.data() + (i - from) * keys, *slope = slopes.data() + (i - from) * keys;
        const float* out = mixed.data() + at + i * size;
        const float* up = upstream + (i - from) * size;
        const int seen = reach.keys(index, i);
        const float sum = sums.data()[index * length + i];
        float along = 0;
        for (int j = 0; j < size; j++) along += up[j] * out[j];
        float* ofBias = slopesOfBias.of(index, i);
        for (int j = 0; j < seen; j++) {
          share[j] = exponential(share[j] - sum);
          slope[j] = share[j] * (slope[j] - along);
          ofBias[j] += slope[j];
          slope[j] *= scale;
        }
        for (int j = seen; j < keys; j++) share[j] = slope[j] = 0;
      }
      const Base toKeys{dk.data() + at, size}, toValues{dv.data() + at, size};
      multiplyAlone(rows, size, keys, {slopes.data(), keys, 1}, {k.data() + at, size, 1},
                    dq.data() + at + from * size, size);
      multiplyAlone(keys, size, rows, {slopes.data(), 1, keys}, {q.data() + at + from * size, size, 1},
                    dk.data() + at, size, toKeys);
      multiplyAlone(keys, size, rows, {shares.data(), 1, keys}, {upstream, size, 1}, dv.data() + at, size,
                    toValues);
    });
    biases.total(dbias.data());
  }
};

}  // namespace trimtab
