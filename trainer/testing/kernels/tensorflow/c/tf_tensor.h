// For tests: tensors of exactly as many bytes as their shape has, so that a number too far is found.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <numeric>
#include <vector>

enum TF_DataType { TF_FLOAT = 1, TF_INT32 = 3 };

/** Copies share their numbers. */
struct TF_Tensor {
  TF_DataType type = TF_FLOAT;
  std::vector<int64_t> shape;
  /** Four bytes for each; null where there are none. */
  std::shared_ptr<void> data;
};

inline int64_t TF_TensorElementCount(const TF_Tensor* tensor) {
  return std::accumulate(tensor->shape.begin(), tensor->shape.end(), int64_t{1}, std::multiplies<int64_t>());
}
inline TF_Tensor tensorOf(TF_DataType type, const std::vector<int64_t>& shape) {
  TF_Tensor tensor{type, shape, nullptr};
  const int64_t count = TF_TensorElementCount(&tensor);
  if (count > 0) tensor.data = std::shared_ptr<void>(std::malloc(count * 4), std::free);
  return tensor;
}
inline void TF_DeleteTensor(TF_Tensor* tensor) { delete tensor; }
inline void* TF_TensorData(const TF_Tensor* tensor) { return tensor->data.get(); }
inline TF_DataType TF_TensorType(const TF_Tensor* tensor) { return tensor->type; }
inline int TF_NumDims(const TF_Tensor* tensor) { return static_cast<int>(tensor->shape.size()); }
inline int64_t TF_Dim(const TF_Tensor* tensor, int axis) { return tensor->shape[axis]; }
