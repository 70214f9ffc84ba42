// TensorFlow's BatchMatMulV2: one product for each pair of matrices, either of them transposed.
#pragma once

#include "kernel.h"
#include "product.h"

namespace trimtab {

class BatchProduct {
 public:
  explicit BatchProduct(TF_OpKernelConstruction* construction)
      : transposeA_(flag(construction, "adj_x")), transposeB_(flag(construction, "adj_y")) {}

  void compute(Call& call) const {
    const Tensor a = call.input(0), b = call.input(1);
    const long m = a.dim(transposeA_ ? -1 : -2), k = a.dim(transposeA_ ? -2 : -1);
    const long n = b.dim(transposeB_ ? -2 : -1);
    if (b.dim(transposeB_ ? -1 : -2) != k) throw std::runtime_error("the inner sizes of the matrices differ");
    const long countA = batchOf(a), countB = batchOf(b), count = std::max(countA, countB);
    if ((countA != count && countA != 1) || (countB != count && countB != 1))
      throw std::runtime_error("the numbers of matrices differ");
    std::vector<int64_t> shape = (a.rank() >= b.rank() && countA == count ? a : b).shape();
    shape[shape.size() - 2] = m;
    shape[shape.size() - 1] = n;
    const Tensor c = call.output(0, shape);
    const long stepA = countA == 1 ? 0 : m * k, stepB = countB == 1 ? 0 : k * n;
    const auto left = [&](long i) { return matrix(a.data() + i * stepA, transposeA_ ? m : k, transposeA_); };
    const auto right = [&](long i) { return matrix(b.data() + i * stepB, transposeB_ ? k : n, transposeB_); };
    if (count == 1) return multiply(m, n, k, left(0), right(0), c.data());
#pragma omp parallel for schedule(static) if (count * m * n * k > SMALL)
    for (long i = 0; i < count; i++) multiplyAlone(m, n, k, left(i), right(i), c.data() + i * m * n, n);
  }

 private:
  static Matrix matrix(const float* data, long width, bool transposed) {
    return transposed ? Matrix{data, 1, width} : Matrix{data, width, 1};
  }
  static long batchOf(const Tensor& x) {
    long count = 1;
    for (long i = 0; i < x.rank() - 2; i++) count *= x.dim(i);
    return count;
  }
  const bool transposeA_, transposeB_;
};

}  // namespace trimtab
