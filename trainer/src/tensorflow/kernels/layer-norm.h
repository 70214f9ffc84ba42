// Layer normalisation (Ba, Kiros and Hinton 2016) and its gradient, a row at a time.
#pragma once

#include <cmath>

#include "linear.h"

namespace trimtab {

/** y = gain·(x - mean)/√(variance + ε) + bias over rows x ∈ [n, d]; also the mean and 1/√(variance + ε) ∈ [n,
 * 2] */
struct LayerNorm {
  static constexpr const char* NAME = "TrimtabLayerNorm";
  explicit LayerNorm(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor x = call.input(0, "x", {ANY, ANY});
    const long n = x.dim(0), d = x.dim(1);
    const Tensor gain = call.input(1, "gain", {d}), bias = call.input(2, "b", {d});
    const Tensor epsilon = call.input(3, "epsilon", {});
    const Tensor y = call.output(0, {n, d}), statistics = call.output(1, {n, 2});
    const float *g = gain.data(), *b = bias.data();
    overRows(n, ROWS_AT_ONCE, [&](int, long from, long to) {
      for (long i = from; i < to; i++) {
        const float* row = x.data() + i * d;
        float* out = y.data() + i * d;
        float sum = 0, squares = 0;
        for (long j = 0; j < d; j++) sum += row[j];
        const float mean = sum / d;
        for (long j = 0; j < d; j++) squares += (row[j] - mean) * (row[j] - mean);
        const float inverse = 1 / std::sqrt(squares / d + *epsilon.data());
        for (long j = 0; j < d; j++) out[j] = g[j] * ((row[j] - mean) * inverse) + b[j];
        statistics.data()[2 * i] = mean;
        statistics.data()[2 * i + 1] = inverse;
      }
    });
  }
};

/** From ∂y, x, the gain and the statistics: ∂x, ∂gain, ∂bias, as written out in layer-norm.ts. */
struct LayerNormGradient {
  static constexpr const char* NAME = "TrimtabLayerNormGradient";
  explicit LayerNormGradient(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor x = call.input(1, "x", {ANY, ANY}), dy = call.input(0, "dy", x.shape());
    const long n = x.dim(0), d = x.dim(1);
    const Tensor gain = call.input(2, "gain", {d}), statistics = call.input(3, "statistics", {n, 2});
    const Tensor dx = call.output(0, {n, d}), dgain = call.output(1, {d}), dbias = call.output(2, {d});
    ThreadSums gains(d), biases(d);
    const float* g = gain.data();
    overRows(n, ROWS_AT_ONCE, [&](int thread, long from, long to) {
      float *ofGain = gains.of(thread), *ofBias = biases.of(thread);
      for (long i = from; i < to; i++) {
        const float *slope = dy.data() + i * d, *row = x.data() + i * d;
        float* out = dx.data() + i * d;
        const float mean = statistics.data()[2 * i], inverse = statistics.data()[2 * i + 1];
        float inner = 0, along = 0;
        for (long j = 0; j < d; j++) {
          const float normalised = (row[j] - mean) * inverse;
          inner += slope[j] * g[j];
          along += slope[j] * g[j] * normalised;
          ofGain[j] += slope[j] * normalised;
          ofBias[j] += slope[j];
        }
        inner /= d;
        along /= d;
        for (long j = 0; j < d; j++)
          out[j] = inverse * (slope[j] * g[j] - inner - (row[j] - mean) * inverse * along);
      }
    });
    gains.total(dgain.data());
    biases.total(dbias.data());
  }
};

}  // namespace trimtab
