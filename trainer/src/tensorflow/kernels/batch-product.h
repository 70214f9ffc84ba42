// TensorFlow's BatchMatMulV2: one product for each pair of matrices, either of them transposed.
#pragma once

#include "kernel.h"
#include "product.h"

namespace trimtab {

/** Which matrices of two batches are multiplied: sizes of 1 are repeated, as in NumPy. */
struct Batches {
  Batches(const Shape& a, const Shape& b) : left{0}, right{0} {
    const std::size_t rank = std::max(a.size(), b.size());
    long stepA = 1, stepB = 1;
    for (std::size_t fromLast = 3; fromLast <= rank; fromLast++) {
      const int64_t ofA = fromLast <= a.size() ? a[a.size() - fromLast] : 1;
      const int64_t ofB = fromLast <= b.size() ? b[b.size() - fromLast] : 1;
      if (ofA != ofB && ofA != 1 && ofB != 1)
        throw std::invalid_argument("the batches of " + shown(a) + " and " + shown(b) + " do not fit");
      const int64_t size = ofA == 1 ? ofB : ofA;
      left = repeated(left, size, ofA == 1 ? 0 : stepA);
      right = repeated(right, size, ofB == 1 ? 0 : stepB);
      shape.insert(shape.begin(), size);
      stepA *= ofA;
      stepB *= ofB;
    }
  }
  /** Of the result, without its two last axes. */
  Shape shape;
  /** The matrix of each operand that each matrix of the result is made of. */
  std::vector<long> left, right;

 private:
  /** An axis of `size` before those that `inner` covers. */
  static std::vector<long> repeated(const std::vector<long>& inner, long size, long step) {
    std::vector<long> all;
    for (long i = 0; i < size; i++)
      for (const long each : inner) all.push_back(i * step + each);
    return all;
  }
};

class BatchProduct {
 public:
  static constexpr const char* NAME = "BatchMatMulV2";
  explicit BatchProduct(TF_OpKernelConstruction* construction)
      : transposeA_(flag(construction, "adj_x")), transposeB_(flag(construction, "adj_y")) {}

  void compute(Call& call) const {
    const Tensor a = call.input(0, "x"), b = call.input(1, "y");
    if (a.rank() < 2 || b.rank() < 2) throw std::invalid_argument("matrices have two axes or more");
    const long m = a.dim(transposeA_ ? -1 : -2), k = a.dim(transposeA_ ? -2 : -1);
    const long n = b.dim(transposeB_ ? -2 : -1);
    if (b.dim(transposeB_ ? -1 : -2) != k)
      throw std::invalid_argument("the inner sizes of " + shown(a.shape()) + " and " + shown(b.shape()) +
                                  " differ");
    const Batches batches(a.shape(), b.shape());
    Shape shape = batches.shape;
    shape.insert(shape.end(), {m, n});
    const Tensor c = call.output(0, shape);
    const long count = batches.left.size();
    const auto left = [&](long i) {
      return matrix(a.data() + batches.left[i] * m * k, transposeA_ ? m : k, transposeA_);
    };
    const auto right = [&](long i) {
      return matrix(b.data() + batches.right[i] * k * n, transposeB_ ? k : n, transposeB_);
    };
    if (count == 1) return multiply(m, n, k, left(0), right(0), c.data());
    overEach(count, count * m * n * k > SMALL,
             [&](int, long i) { multiplyAlone(m, n, k, left(i), right(i), c.data() + i * m * n, n); });
  }

 private:
  static Matrix matrix(const float* data, long width, bool transposed) {
    return transposed ? Matrix{data, 1, width} : Matrix{data, width, 1};
  }
  const bool transposeA_, transposeB_;
};

}  // namespace trimtab
