// Tensors as plain arrays whose type and shape were checked.
#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "tensorflow/c/tf_tensor.h"

namespace trimtab {

using Shape = std::vector<int64_t>;

/** A size of a shape that may be any. */
constexpr int64_t ANY = -1;

/** Shown as "[3, any]". */
inline std::string shown(const Shape& shape) {
  std::string text;
  for (const int64_t size : shape)
    text += (text.empty() ? "" : ", ") + (size == ANY ? std::string("any") : std::to_string(size));
  return "[" + text + "]";
}

inline bool fits(const Shape& shape, const Shape& expected) {
  if (shape.size() != expected.size()) return false;
  for (std::size_t i = 0; i < shape.size(); i++)
    if (expected[i] != ANY && shape[i] != expected[i]) return false;
  return true;
}

template <typename T>
struct TypeOf;
template <>
struct TypeOf<float> {
  static constexpr TF_DataType value = TF_FLOAT;
};
template <>
struct TypeOf<int32_t> {
  static constexpr TF_DataType value = TF_INT32;
};

/** A tensor that is let go when the kernel is done; TensorFlow counts who holds it. */
template <typename T>
class TensorOf {
 public:
  explicit TensorOf(TF_Tensor* tensor) : tensor_(tensor) {}
  TensorOf(TensorOf&& other) noexcept : tensor_(other.tensor_) { other.tensor_ = nullptr; }
  TensorOf(const TensorOf&) = delete;
  ~TensorOf() {
    if (tensor_ != nullptr) TF_DeleteTensor(tensor_);
  }
  T* data() const { return static_cast<T*>(TF_TensorData(tensor_)); }
  long size() const { return TF_TensorElementCount(tensor_); }
  long rank() const { return TF_NumDims(tensor_); }
  /** Counted from the last where negative. */
  long dim(long i) const { return TF_Dim(tensor_, i < 0 ? i + rank() : i); }
  Shape shape() const {
    Shape dims(rank());
    for (long i = 0; i < rank(); i++) dims[i] = dim(i);
    return dims;
  }
  /** @throws std::invalid_argument where the type is another */
  void checkType(const char* name) const {
    if (TF_TensorType(tensor_) != TypeOf<T>::value)
      throw std::invalid_argument(std::string(name) + " is of another type than its operation takes");
  }

 private:
  TF_Tensor* tensor_;
};

using Tensor = TensorOf<float>;
using Integers = TensorOf<int32_t>;

/** `size` as an int, which loops that become vectors count with. */
inline int countOf(long size) {
  if (size > std::numeric_limits<int>::max())
    throw std::invalid_argument(std::to_string(size) + " numbers are more than a kernel can count");
  return static_cast<int>(size);
}

/** @throws std::invalid_argument unless least ≤ value ≤ most */
inline void checkBetween(const std::string& name, long least, long value, long most) {
  if (least <= value && value <= most) return;
  throw std::invalid_argument(name + " is " + std::to_string(value) + ", expected from " +
                              std::to_string(least) + " to " + std::to_string(most));
}

/** Whether each of `indices` names one of `count` rows. */
inline void checkIndices(const char* name, const Integers& indices, long count) {
  for (long i = 0; i < indices.size(); i++) {
    const long index = indices.data()[i];
    if (index < 0 || index >= count)
      checkBetween(std::string(name) + "[" + std::to_string(i) + "]", 0, index, count - 1);
  }
}

}  // namespace trimtab
