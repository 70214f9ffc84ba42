// Inputs of every operation at a size, drawn anew each time.
#pragma once

#include <random>
#include <string>

#include "tensorflow/c/kernels.h"

struct Case {
  std::string operation;
  std::vector<TF_Tensor> inputs;
  /** Of the operation, where it has some. */
  std::map<std::string, bool> flags = {};
};

using Sizes = std::vector<int64_t>;

/** Normal numbers. */
inline TF_Tensor drawn(const Sizes& shape) {
  static std::mt19937 random(1);
  std::normal_distribution<float> normal;
  TF_Tensor tensor = tensorOf(TF_FLOAT, shape);
  float* numbers = static_cast<float*>(TF_TensorData(&tensor));
  for (int64_t i = 0; i < TF_TensorElementCount(&tensor); i++) numbers[i] = normal(random);
  return tensor;
}

template <typename T>
TF_Tensor given(TF_DataType type, const Sizes& shape, const std::vector<T>& values) {
  TF_Tensor tensor = tensorOf(type, shape);
  std::copy(values.begin(), values.end(), static_cast<T*>(TF_TensorData(&tensor)));
  return tensor;
}
inline TF_Tensor floats(const Sizes& shape, const std::vector<float>& values) {
  return given(TF_FLOAT, shape, values);
}
inline TF_Tensor integers(const Sizes& shape, const std::vector<int32_t>& values) {
  return given(TF_INT32, shape, values);
}

/** i·step modulo `below` for each i below n. */
inline TF_Tensor spread(int64_t n, int32_t step, int32_t below) {
  std::vector<int32_t> values;
  for (int64_t i = 0; i < n; i++) values.push_back(static_cast<int32_t>(i * step % below));
  return integers({n}, values);
}

/** Matrices [m, k] and [k, n], as they are or transposed, one by one and a few at once. */
inline std::vector<Case> products(int64_t m, int64_t n, int64_t k) {
  std::vector<Case> cases;
  for (const bool left : {false, true})
    for (const bool right : {false, true}) {
      const Sizes a = left ? Sizes{k, m} : Sizes{m, k}, b = right ? Sizes{n, k} : Sizes{k, n};
      const std::map<std::string, bool> flags{{"adj_x", left}, {"adj_y", right}};
      cases.push_back({"BatchMatMulV2", {drawn(a), drawn(b)}, flags});
      cases.push_back({"BatchMatMulV2", {drawn({3, 1, a[0], a[1]}), drawn({2, b[0], b[1]})}, flags});
    }
  return cases;
}

/** A batch of `batch` sequences of two heads. */
inline std::vector<Case> attentions(int64_t batch, int64_t length, int64_t size) {
  const Sizes shape{2 * batch, length, size};
  const TF_Tensor bias = drawn({2, 2 * length - 1});
  std::vector<Case> cases;
  for (const int32_t causal : {0, 1}) {
    std::vector<int32_t> settings{causal, 2};
    for (int64_t i = 0; i < batch; i++)
      settings.push_back(static_cast<int32_t>(1 + (i + length / 2) % length));
    const TF_Tensor reach = integers({batch + 2}, settings);
    const TF_Tensor q = drawn(shape), k = drawn(shape), v = drawn(shape);
    cases.push_back({"TrimtabAttention", {q, k, v, bias, reach}});
    cases.push_back({"TrimtabAttentionGradient",
                     {drawn(shape), q, k, v, bias, drawn(shape), drawn({2 * batch, length}), reach}});
  }
  return cases;
}

/** n positions of size d, an autoencoder with `latents`, k of which fire. */
inline std::vector<Case> autoencoders(int64_t n, int64_t d, int64_t latents, int32_t k) {
  std::vector<Case> cases;
  for (const int32_t shared : {0, 1})
    for (const int64_t again : {int64_t{0}, latents}) {
      std::vector<float> dead;
      for (int64_t i = 0; i < latents; i++) dead.push_back(i % 3 == 0 ? 1 : 0);
      cases.push_back(
          {"TrimtabSparseLoss",
           {drawn({n, d}), drawn({d, latents}), drawn({latents}), drawn({latents, d}), drawn({d}),
            drawn({d, again}), floats({latents}, dead), floats({}, {0.25f}), integers({3}, {k, 7, shared})}});
    }
  return cases;
}

/** Every other operation on rows [n, d] and a table of `items`. */
inline std::vector<Case> layers(int64_t n, int64_t d, int64_t items) {
  const Sizes rows{n, d};
  const TF_Tensor labels = spread(n, 7, static_cast<int32_t>(items)), rate = integers({2}, {5, 77});
  const int64_t negatives = (items + 1) / 2;
  const TF_Tensor all = integers({1}, {static_cast<int32_t>(items)});
  const TF_Tensor few = integers({}, {static_cast<int32_t>(1 + d / 3)});
  return {
      {"TrimtabLinear", {drawn(rows), drawn({d, items}), drawn({items})}},
      {"TrimtabLinearGradient", {drawn({n, items}), drawn(rows), drawn({d, items})}},
      {"TrimtabLayerNorm", {drawn(rows), drawn({d}), drawn({d}), floats({}, {1e-5f})}},
      {"TrimtabLayerNormGradient", {drawn(rows), drawn(rows), drawn({d}), drawn({n, 2})}},
      {"TrimtabGatedAdd", {drawn(rows), drawn(rows), drawn(rows)}},
      {"TrimtabGatedAddGradient", {drawn(rows), drawn(rows), drawn(rows)}},
      {"TrimtabSwiGlu", {drawn(rows), drawn(rows)}},
      {"TrimtabSwiGluGradient", {drawn(rows), drawn(rows), drawn(rows)}},
      {"TrimtabFullSoftmax", {drawn(rows), drawn({items, d}), labels}},
      {"TrimtabSampledSoftmax",
       {drawn(rows), drawn({items, d}), spread(negatives, 1, items), all, labels}},
      {"TrimtabKeepTopK", {drawn(rows), drawn(rows), few}},
      {"TrimtabKthLargest", {drawn(rows), few}},
      {"TrimtabUnitRows", {drawn(rows)}},
      {"TrimtabDropout", {drawn(rows), rate}},
      {"TrimtabAdam",
       {drawn({n * d}), drawn({n * d}), drawn({n * d}), floats({n * d}, std::vector<float>(n * d, 0.5f)),
        floats({5}, {1e-3f, 0.9f, 0.98f, 1e-8f, 1})}},
  };
}
