// The softmax cross-entropy of hidden·tableᵀ with its gradients, a few rows at a time: their scores never
// leave the processor's cache, where TensorFlow writes and reads [rows, items] once for each operation.
#pragma once

#include <cmath>

#include "exponential.h"
#include "linear.h"

namespace trimtab {

/** Scores at a time: few enough for the last cache, enough to pay for a pass over the gradient of the table.
 */
constexpr long SCORES_AT_ONCE = 192 * 1024;
/** As in cross-entropy.ts: keeps the logarithm finite. */
constexpr float LEAST_PROBABILITY = 1e-37f;

/** Makes e^(x - largest) of each x and returns their sum. */
inline float exponentials(float* row, int size, float largest) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int j = 0; j < size; j++) {
    const float value = exponential(row[j] - largest);
    row[j] = value;
    sum += value;
  }
  return sum;
}

inline float largestOf(const float* row, int size) {
  float largest = row[0];
#pragma omp simd reduction(max : largest)
  for (int j = 1; j < size; j++) largest = row[j] > largest ? row[j] : largest;
  return largest;
}

/** The rows of a batch against `count` vectors of size d, which are laid out for both ways. */
class Candidates {
 public:
  Candidates(const float* vectors, long count, long d)
      : count_(count),
        d_(d),
        scoring_(d, count, {vectors, 1, d}),
        back_(count, d, {vectors, d, 1}),
        sums_(count * d) {
    checkBetween("the number of candidates", 1, count, std::numeric_limits<long>::max());
  }

  /**
   * slopes(row, scores) turns a row's scores into their gradients; from these follow those of hidden ∈ [n,
   * d], put in `dhidden`, and those of the vectors.
   */
  template <typename Slopes>
  void run(const float* hidden, long n, float* dhidden, const Slopes& slopes) {
    const long grain = std::max(TILE_ROWS, SCORES_AT_ONCE / count_ / TILE_ROWS * TILE_ROWS);
    overRows(n, grain, [&](int thread, long from, long to) {
      thread_local std::vector<float> scores;
      scores.resize(grain * count_);
      const Matrix rows{hidden + from * d_, d_, 1};
      scoring_.multiply(to - from, rows, scores.data());
      for (long i = from; i < to; i++) slopes(i, scores.data() + (i - from) * count_);
      back_.multiply(to - from, {scores.data(), count_, 1}, dhidden + from * d_);
      // As its transpose, so that scores are read along their rows.
      float* sums = sums_.of(thread);
      multiplyAlone(d_, count_, to - from, {rows.data, 1, d_}, {scores.data(), count_, 1}, sums, count_,
                    {sums, count_});
    });
  }

  /** Of the vectors, ∈ [count, d] */
  void gradient(float* to) const {
    std::vector<float> transposed(count_ * d_);
    sums_.total(transposed.data());
    for (long i = 0; i < count_; i++)
      for (long j = 0; j < d_; j++) to[i * d_ + j] = transposed[j * count_ + i];
  }

 private:
  const long count_, d_;
  const Panels scoring_, back_;
  ThreadSums sums_;
};

/** From hidden ∈ [n, d], table ∈ [items, d] and labels [n]: the mean loss and its gradients, as in
 * cross-entropy.ts. */
struct FullSoftmax {
  static constexpr const char* NAME = "TrimtabFullSoftmax";
  explicit FullSoftmax(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor hidden = call.input(0, "x", {ANY, ANY}),
                 table = call.input(1, "table", {ANY, hidden.dim(1)});
    const long n = hidden.dim(0), d = hidden.dim(1), items = table.dim(0);
    const Integers labels = call.input<int32_t>(2, "labels", {n});
    checkIndices("labels", labels, items);
    const Tensor loss = call.output(0, {}), dhidden = call.output(1, {n, d}),
                 dtable = call.output(2, {items, d});
    const int32_t* label = labels.data();
    std::vector<float> losses(n);
    Candidates candidates(table.data(), items, d);
    candidates.run(hidden.data(), n, dhidden.data(), [&](long i, float* scores) {
      const int size = countOf(items);
      const float sum = exponentials(scores, size, largestOf(scores, size));
      losses[i] = -std::log(scores[label[i]] / sum + LEAST_PROBABILITY);
      const float share = 1 / (sum * n);
      for (int j = 0; j < size; j++) scores[j] *= share;
      scores[label[i]] -= 1.0f / n;
    });
    candidates.gradient(dtable.data());
    *loss.data() = mean(losses);
  }
};

/**
 * The same against negatives [k] that all rows share, and the label of each, as in shared-negatives.ts. They were drawn
 * from so many classes, of which the table may have only some.
 */
struct SampledSoftmax {
  static constexpr const char* NAME = "TrimtabSampledSoftmax";
  explicit SampledSoftmax(TF_OpKernelConstruction*) {}
  void compute(Call& call) const {
    const Tensor hidden = call.input(0, "x", {ANY, ANY}),
                 table = call.input(1, "table", {ANY, hidden.dim(1)});
    const long n = hidden.dim(0), d = hidden.dim(1), items = table.dim(0);
    const Integers negatives = call.input<int32_t>(2, "negatives", {ANY});
    const Integers classes = call.input<int32_t>(3, "classes", {1});
    const Integers labels = call.input<int32_t>(4, "labels", {n});
    if (classes.data()[0] < items)
      throw std::invalid_argument("classes is " + std::to_string(classes.data()[0]) +
                                  ", expected at least the rows of the table, " + std::to_string(items));
    const long others = classes.data()[0] - 1L;
    const long count = negatives.size();
    checkIndices("negatives", negatives, items);
    checkIndices("labels", labels, items);
    const Tensor loss = call.output(0, {}), dhidden = call.output(1, {n, d}),
                 dtable = call.output(2, {items, d});
    const int32_t *label = labels.data(), *negative = negatives.data();
    const std::vector<int> columns = columnsOf(negatives, items);
    std::vector<float> vectors(count * d), losses(n), own(n);
    for (long j = 0; j < count; j++) std::copy_n(table.data() + negative[j] * d, d, vectors.data() + j * d);
    Candidates candidates(vectors.data(), count, d);
    candidates.run(hidden.data(), n, dhidden.data(), [&](long i, float* scores) {
      const int column = columns[label[i]];
      if (column >= 0) scores[column] = HIDDEN;
      const float score = labelScore(hidden.data() + i * d, table.data() + label[i] * d, d) +
                          correction(count - (column >= 0), others);
      const float most = largestOf(scores, count), largest = score > most ? score : most;
      const float mine = exponential(score - largest), sum = mine + exponentials(scores, count, largest);
      losses[i] = -std::log(mine / sum + LEAST_PROBABILITY);
      own[i] = (mine / sum - 1) / n;
      const float share = 1 / (sum * n);
      for (int j = 0; j < count; j++) scores[j] *= share;
    });
    std::vector<float> ofVectors(count * d);
    candidates.gradient(ofVectors.data());
    std::fill_n(dtable.data(), items * d, 0.0f);
    for (long j = 0; j < count; j++)
      std::copy_n(ofVectors.data() + j * d, d, dtable.data() + negative[j] * d);
    for (long i = 0; i < n; i++) {
      const float *row = hidden.data() + i * d, *vector = table.data() + label[i] * d;
      float *ofRow = dhidden.data() + i * d, *ofVector = dtable.data() + label[i] * d;
      for (long j = 0; j < d; j++) {
        ofRow[j] += own[i] * vector[j];
        ofVector[j] += own[i] * row[j];
      }
    }
    *loss.data() = mean(losses);
  }

 private:
  static constexpr float HIDDEN = -1e9f;
  /** Where each item stands among the negatives, or -1. */
  static std::vector<int> columnsOf(const Integers& negatives, long items) {
    std::vector<int> columns(items, -1);
    for (long j = 0; j < negatives.size(); j++) {
      int& column = columns[negatives.data()[j]];
      if (column >= 0)
        throw std::invalid_argument("negatives[" + std::to_string(j) + "] is the same as negatives[" +
                                    std::to_string(column) + "], expected no repeats");
      column = j;
    }
    return columns;
  }
  static float labelScore(const float* row, const float* vector, long d) {
    float sum = 0;
    for (long j = 0; j < d; j++) sum += row[j] * vector[j];
    return sum;
  }
  static float correction(long drawn, long others) {
    return std::log(static_cast<float>(std::max(1L, drawn)) / static_cast<float>(std::max(1L, others)));
  }
};

}  // namespace trimtab
