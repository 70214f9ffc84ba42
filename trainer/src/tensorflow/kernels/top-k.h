// The k largest numbers of a row, found without sorting it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <vector>

#include "linear.h"

namespace trimtab {

/** Finds the k largest of rows, where numbers are alike the first. What is not a number is not found. */
class Largest {
 public:
  explicit Largest(long k) : k_(k) {}

  /** Calls visit(place) for each of the min(k, size) largest of row ∈ [size], in no order. */
  template <typename Visit>
  void of(const float* row, int size, const Visit& visit) {
    if (k_ >= size) {
      for (int j = 0; j < size; j++) visit(j);
    } else if (k_ > 0) {
      findCandidates(row, size);
      if (static_cast<long>(keys_.size()) > k_)
        std::nth_element(keys_.begin(), keys_.begin() + k_, keys_.end(), std::greater<uint64_t>());
      const long found = std::min<long>(k_, keys_.size());
      for (long i = 0; i < found; i++) visit(static_cast<int>(~static_cast<uint32_t>(keys_[i])));
    }
  }

 private:
  /**
   * Of the largest numbers of 4·k groups the k-th largest is a bound that at least k numbers reach, and few
   * more; all of them are in the groups whose largest does.
   */
  void findCandidates(const float* row, int size) {
    const int groups = std::min<long>(size, (4 * k_ + 15) / 16 * 16);
    maxima_.assign(groups, -std::numeric_limits<float>::infinity());
    float* largest = maxima_.data();
    for (long from = 0; from < size; from += groups) {
      const int count = std::min<long>(groups, size - from);
      for (int g = 0; g < count; g++) largest[g] = row[from + g] > largest[g] ? row[from + g] : largest[g];
    }
    sorted_ = maxima_;
    std::nth_element(sorted_.begin(), sorted_.begin() + (k_ - 1), sorted_.end(), std::greater<float>());
    const float bound = sorted_[k_ - 1];
    keys_.clear();
    for (int g = 0; g < groups; g++) {
      if (largest[g] < bound) continue;
      for (long j = g; j < size; j += groups)
        if (row[j] >= bound) keys_.push_back(keyOf(row[j], static_cast<int>(j)));
    }
  }

  /** Greater for a greater number, and for the lower of two places with the same. */
  static uint64_t keyOf(float x, int place) {
    uint32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    const uint32_t sign = 1u << 31;
    const uint32_t ordered = bits & sign ? ~bits : bits | sign;
    return static_cast<uint64_t>(ordered) << 32 | ~static_cast<uint32_t>(place);
  }

  const long k_;
  std::vector<float> maxima_, sorted_;
  std::vector<uint64_t> keys_;
};

constexpr long MOST_KEPT = std::numeric_limits<int32_t>::max();

/** Of x, y ∈ [n, size]: y where x is one of the k largest of its row, else 0. */
struct KeepTopK {
  static constexpr const char* NAME = "TrimtabKeepTopK";
  explicit KeepTopK(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor x = call.input(0, "x", {ANY, ANY}), y = call.input(1, "y", x.shape());
    const Integers k = call.input<int32_t>(2, "k", {});
    checkBetween("k", 0, *k.data(), MOST_KEPT);
    const long n = x.dim(0);
    const int size = countOf(x.dim(1));
    const Tensor kept = call.output(0, {n, size});
    overRows(n, ROWS_AT_ONCE, [&](int, long from, long to) {
      Largest largest(*k.data());
      for (long i = from; i < to; i++) {
        const long at = i * size;
        const float* given = y.data() + at;
        float* out = kept.data() + at;
        std::fill_n(out, size, 0.0f);
        largest.of(x.data() + at, size, [=](int place) { out[place] = given[place]; });
      }
    });
  }
};

/** The k-th largest of numbers, or the least where there are fewer. */
inline float kthLargest(const float* numbers, long size, long k) {
  float least = std::numeric_limits<float>::infinity();
  Largest(k).of(numbers, countOf(size), [&](int place) { least = std::min(least, numbers[place]); });
  return least;
}

/** The same of all numbers of a tensor. */
struct KthLargest {
  static constexpr const char* NAME = "TrimtabKthLargest";
  explicit KthLargest(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor x = call.input(0, "x");
    if (x.size() == 0) throw std::invalid_argument("x has no numbers, of which none is the largest");
    const Integers k = call.input<int32_t>(1, "k", {});
    checkBetween("k", 1, *k.data(), MOST_KEPT);
    const Tensor value = call.output(0, {});
    *value.data() = kthLargest(x.data(), x.size(), *k.data());
  }
};

}  // namespace trimtab
