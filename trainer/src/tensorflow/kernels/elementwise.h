// Chains of operations on each number alone, in one pass where TensorFlow takes one for each operation.
#pragma once

#include <cmath>
#include <cstdint>

#include "exponential.h"
#include "kernel.h"
#include "threads.h"

namespace trimtab {

/** √Σx², summed a piece at a time, so that any number of threads gives the same. */
inline double normOf(const float* x, long size) {
  constexpr long PIECE = 1 << 14;
  const long pieces = (size + PIECE - 1) / PIECE;
  std::vector<double> sums(pieces);
  overEach(pieces, pieces > 1, [&](int, long piece) {
    const float* part = x + piece * PIECE;
    const int count = std::min(PIECE, size - piece * PIECE);
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int i = 0; i < count; i++) sum += part[i] * part[i];
    sums[piece] = sum;
  });
  return std::sqrt(std::accumulate(sums.begin(), sums.end(), 0.0));
}

/** Runs work(i) for each of `size` numbers; a compiler makes vectors of it, of int as it does not of long. */
template <typename Work>
void overNumbers(long size, const Work& work) {
  const long pieces = std::max(1, countOf(size) >> 14);
  overEach(pieces, pieces > 1, [&](int, long piece) {
    const int from = size * piece / pieces, to = size * (piece + 1) / pieces;
#pragma omp simd
    for (int i = from; i < to; i++) work(i);
  });
}

inline float sigmoid(float x) { return 1 / (1 + exponential(-x)); }

/** x + σ(g)·b */
struct GatedAdd {
  static constexpr const char* NAME = "TrimtabGatedAdd";
  explicit GatedAdd(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor x = call.input(0, "x"), gate = call.input(1, "gate", x.shape());
    const Tensor branch = call.input(2, "branch", x.shape());
    const Tensor y = call.output(0, x.shape());
    const float *base = x.data(), *g = gate.data(), *b = branch.data();
    float* out = y.data();
    overNumbers(x.size(), [=](int i) { out[i] = base[i] + sigmoid(g[i]) * b[i]; });
  }
};

/** From ∂y, g and b: ∂g = ∂y·b·σ(g)·(1 - σ(g)), ∂b = ∂y·σ(g) */
struct GatedAddGradient {
  static constexpr const char* NAME = "TrimtabGatedAddGradient";
  explicit GatedAddGradient(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor dy = call.input(0, "dy"), gate = call.input(1, "gate", dy.shape());
    const Tensor branch = call.input(2, "branch", dy.shape());
    const Tensor dgate = call.output(0, dy.shape()), dbranch = call.output(1, dy.shape());
    const float *slope = dy.data(), *g = gate.data(), *b = branch.data();
    float *ofGate = dgate.data(), *ofBranch = dbranch.data();
    overNumbers(dy.size(), [=](int i) {
      const float open = sigmoid(g[i]);
      ofGate[i] = slope[i] * b[i] * open * (1 - open);
      ofBranch[i] = slope[i] * open;
    });
  }
};

/** g·σ(g)·v */
struct SwiGlu {
  static constexpr const char* NAME = "TrimtabSwiGlu";
  explicit SwiGlu(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor gate = call.input(0, "gate"), value = call.input(1, "value", gate.shape());
    const Tensor y = call.output(0, gate.shape());
    const float *g = gate.data(), *v = value.data();
    float* out = y.data();
    overNumbers(gate.size(), [=](int i) { out[i] = g[i] * sigmoid(g[i]) * v[i]; });
  }
};

/** From ∂y, g and v: ∂g = ∂y·v·σ(g)·(1 + g·(1 - σ(g))), ∂v = ∂y·g·σ(g) */
struct SwiGluGradient {
  static constexpr const char* NAME = "TrimtabSwiGluGradient";
  explicit SwiGluGradient(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor dy = call.input(0, "dy"), gate = call.input(1, "gate", dy.shape());
    const Tensor value = call.input(2, "value", dy.shape());
    const Tensor dgate = call.output(0, dy.shape()), dvalue = call.output(1, dy.shape());
    const float *slope = dy.data(), *g = gate.data(), *v = value.data();
    float *ofGate = dgate.data(), *ofValue = dvalue.data();
    overNumbers(dy.size(), [=](int i) {
      const float open = sigmoid(g[i]);
      ofGate[i] = slope[i] * v[i] * open * (1 + g[i] * (1 - open));
      ofValue[i] = slope[i] * g[i] * open;
    });
  }
};

/** x·mask/(1 - rate), the mask drawn as drop-out.ts says. The second input is the seed and 256ths of the
 * rate. */
struct Dropout {
  static constexpr const char* NAME = "TrimtabDropout";
  explicit Dropout(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor x = call.input(0, "x");
    const Integers draw = call.input<int32_t>(1, "draw", {2});
    checkBetween("the rate in 256ths", 0, draw.data()[1], 255);
    const Tensor y = call.output(0, x.shape());
    const uint32_t seed = draw.data()[0], dropped = draw.data()[1];
    const float kept = 256.0f / (256 - dropped);
    const float* in = x.data();
    float* out = y.data();
    overNumbers(x.size(), [=](int i) {
      const uint32_t bits = scrambled(seed + (static_cast<uint32_t>(i) >> 2) * 0x9e3779b9u);
      const float value = in[i] * kept;
      out[i] = ((bits >> (8 * (i & 3))) & 255) < dropped ? 0 : value;
    });
  }

 private:
  static uint32_t scrambled(uint32_t x) {
    x = (x ^ (x >> 16)) * 0x21f0aaadu;
    x = (x ^ (x >> 15)) * 0xd35a2d97u;
    return x ^ (x >> 15);
  }
};

/** A step of Adam over all weights as one vector, as written out in adam.ts. */
struct Adam {
  static constexpr const char* NAME = "TrimtabAdam";
  explicit Adam(TF_OpKernelConstruction*) {}
  /** Inputs: weights, gradients, both moments, and [rate, β₁, β₂, ε, the largest norm of the gradients]. */
  void compute(Call& call) const {
    const Tensor p = call.input(0, "weights", {ANY}), g = call.input(1, "gradients", p.shape());
    const Tensor m = call.input(2, "first", p.shape()), v = call.input(3, "second", p.shape());
    const Tensor settings = call.input(4, "settings", {5});
    const Tensor moved = call.output(0, p.shape()), first = call.output(1, p.shape()),
                 second = call.output(2, p.shape());
    const float *set = settings.data(), *weight = p.data(), *slope = g.data(), *m0 = m.data(), *v0 = v.data();
    const float rate = set[0], beta1 = set[1], beta2 = set[2], epsilon = set[3];
    const double share = set[4] / normOf(slope, p.size());
    const float scale = share >= 1 ? 1 : share;
    float *w1 = moved.data(), *m1 = first.data(), *v1 = second.data();
    overNumbers(p.size(), [=](int i) {
      const float s = slope[i] * scale;
      m1[i] = m0[i] * beta1 + s * (1 - beta1);
      v1[i] = v0[i] * beta2 + s * s * (1 - beta2);
      w1[i] = weight[i] - rate * m1[i] / (std::sqrt(v1[i]) + epsilon);
    });
  }
};

}  // namespace trimtab
