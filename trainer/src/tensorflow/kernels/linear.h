// A linear layer and its gradient, each in one pass over the rows.
#pragma once

#include "kernel.h"
#include "product.h"

namespace trimtab {

/** Rows that stay in the second cache between the uses of a pass. */
constexpr long ROWS_AT_ONCE = 240;

inline float mean(const std::vector<float>& losses) {
  double sum = 0;
  for (const float loss : losses) sum += loss;
  return sum / losses.size();
}

/** y = x·w + b for x ∈ [n, k], w ∈ [k, d], b ∈ [d] */
struct Linear {
  static constexpr const char* NAME = "TrimtabLinear";
  explicit Linear(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor x = call.input(0, "x", {ANY, ANY});
    const long n = x.dim(0), k = x.dim(1);
    const Tensor w = call.input(1, "w", {k, ANY});
    const long d = w.dim(1);
    const Tensor b = call.input(2, "b", {d});
    const Tensor y = call.output(0, {n, d});
    overRows(n, ROWS_AT_ONCE, [&](int, long from, long to) {
      multiplyAlone(to - from, d, k, {x.data() + from * k, k, 1}, {w.data(), d, 1}, y.data() + from * d, d,
                    {b.data(), 0});
    });
  }
};

/** From ∂y, x and w: ∂x = ∂y·wᵀ, ∂w = xᵀ·∂y, ∂b = Σ ∂y */
struct LinearGradient {
  static constexpr const char* NAME = "TrimtabLinearGradient";
  explicit LinearGradient(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor x = call.input(1, "x", {ANY, ANY}), w = call.input(2, "w", {x.dim(1), ANY});
    const long n = x.dim(0), k = x.dim(1), d = w.dim(1);
    const Tensor dy = call.input(0, "dy", {n, d});
    const Tensor dx = call.output(0, {n, k}), dw = call.output(1, {k, d}), db = call.output(2, {d});
    ThreadSums weights(k * d), biases(d);
    overRows(n, ROWS_AT_ONCE, [&](int thread, long from, long to) {
      const float* slopes = dy.data() + from * d;
      multiplyAlone(to - from, k, d, {slopes, d, 1}, {w.data(), 1, d}, dx.data() + from * k, k);
      multiplyAlone(k, d, to - from, {x.data() + from * k, 1, k}, {slopes, d, 1}, weights.of(thread), d,
                    {weights.of(thread), d});
      float* bias = biases.of(thread);
      for (long i = 0; i < to - from; i++)
        for (long j = 0; j < d; j++) bias[j] += slopes[i * d + j];
    });
    weights.total(dw.data());
    biases.total(db.data());
  }
};

}  // namespace trimtab
