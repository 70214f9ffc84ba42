// Rows of a matrix scaled to norm 1, as the decoders of autoencoders are after each step.
#pragma once

#include <cmath>

#include "linear.h"
#include "sparse-code.h"

namespace trimtab {

/** Rows of x ∈ [n, d] scaled to norm 1. */
struct UnitRows {
  static constexpr const char* NAME = "TrimtabUnitRows";
  explicit UnitRows(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor x = call.input(0, "x", {ANY, ANY});
    const long n = x.dim(0), d = x.dim(1);
    const Tensor y = call.output(0, {n, d});
    overRows(n, ROWS_AT_ONCE, [&](int, long from, long to) {
      for (long i = from; i < to; i++) {
        const float* row = x.data() + i * d;
        const float norm = std::sqrt(dot(row, row, d)), scale = 1 / (norm > LEAST_NORM ? norm : LEAST_NORM);
        for (int j = 0; j < d; j++) y.data()[i * d + j] = row[j] * scale;
      }
    });
  }

 private:
  static constexpr float LEAST_NORM = 1e-8f;
};

}  // namespace trimtab
