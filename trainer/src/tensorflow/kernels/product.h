// Products of matrices of floats, for processors with AVX2 or AVX-512: what training spends most of its time
// on.
//
// B is laid out in panels as wide as two vectors; A is read where it lies, whatever its strides, since each
// of its numbers is broadcast anyway. A tile of C then stays in registers for a whole block of k (Goto and
// van de Geijn 2008).
#pragma once

#include <cstring>

#include "threads.h"

namespace trimtab {

#ifdef __AVX512F__
constexpr long LANES = 16, TILE_ROWS = 12;
#else
constexpr long LANES = 8, TILE_ROWS = 6;
#endif
constexpr long PANEL = 2 * LANES;
/** A block of B, 384 KB, stays in the second cache, and one of its panels in the first. */
constexpr long BLOCK_DEPTH = 256, BLOCK_COLUMNS = 384;
/** Below this many multiplications a second thread costs more than it saves. */
constexpr long SMALL = 1 << 15;

typedef float Vector __attribute__((vector_size(LANES * 4), aligned(4)));

/** Entry (i, j) is data[i·row + j·column]. */
struct Matrix {
  const float* data;
  long row, column;
  Matrix from(long i, long j) const { return {data + i * row + j * column, row, column}; }
};

/** What a product is added to: nothing, the same row for all (step 0), or what stands in C. */
struct Base {
  const float* data = nullptr;
  long step = 0;
  Base from(long i, long j) const { return data == nullptr ? *this : Base{data + i * step + j, step}; }
};

/** C[ROWS, columns] = base + A[ROWS, depth] · panel[depth, PANEL] */
template <int ROWS>
inline void tile(long depth, Matrix a, const float* panel, float* c, long width, long columns, Base base) {
  Vector sums[ROWS][2] = {};
  const float* left = a.data;
  for (long p = 0; p < depth; p++, left += a.column, panel += PANEL) {
    const Vector first = *reinterpret_cast<const Vector*>(panel);
    const Vector second = *reinterpret_cast<const Vector*>(panel + LANES);
#pragma GCC unroll 12
    for (int i = 0; i < ROWS; i++) {
      const float value = left[i * a.row];
      sums[i][0] += value * first;
      sums[i][1] += value * second;
    }
  }
  for (int i = 0; i < ROWS; i++, c += width) {
    const float* before = base.data == nullptr ? nullptr : base.data + i * base.step;
    if (columns == PANEL) {
      const Vector* added = reinterpret_cast<const Vector*>(before);
      Vector* whole = reinterpret_cast<Vector*>(c);
      whole[0] = added == nullptr ? sums[i][0] : added[0] + sums[i][0];
      whole[1] = added == nullptr ? sums[i][1] : added[1] + sums[i][1];
    } else {
      const float* part = reinterpret_cast<const float*>(sums[i]);
      for (long j = 0; j < columns; j++) c[j] = before == nullptr ? part[j] : before[j] + part[j];
    }
  }
}

template <int ROWS>
inline void lastRows(long rows, long depth, Matrix a, const float* panel, float* c, long width, long columns,
                     Base base) {
  if (rows == ROWS) return tile<ROWS>(depth, a, panel, c, width, columns, base);
  if constexpr (ROWS > 1) lastRows<ROWS - 1>(rows, depth, a, panel, c, width, columns, base);
}

/** B[depth, columns] as panels one after the other, the last filled up with zeros. */
inline void layOut(long depth, long columns, Matrix b, float* panels) {
  for (long from = 0; from < columns; from += PANEL, panels += depth * PANEL) {
    const long used = std::min(PANEL, columns - from);
    const Matrix part = b.from(0, from);
    if (used < PANEL) std::memset(panels, 0, depth * PANEL * sizeof(float));
    if (part.column == 1) {
      for (long p = 0; p < depth; p++) std::copy_n(part.data + p * part.row, used, panels + p * PANEL);
    } else {
      for (long j = 0; j < used; j++)
        for (long p = 0; p < depth; p++) panels[p * PANEL + j] = part.data[p * part.row + j * part.column];
    }
  }
}

/** C[m, columns] = base + A[m, depth] · panels, which hold one block of B. */
inline void multiplyBlock(long m, long columns, long depth, Matrix a, const float* panels, float* c,
                          long width, Base base) {
  for (long i = 0; i < m; i += TILE_ROWS) {
    const long rows = std::min(TILE_ROWS, m - i);
    for (long j = 0; j < columns; j += PANEL) {
      lastRows<TILE_ROWS>(rows, depth, a.from(i, 0), panels + j * depth, c + i * width + j, width,
                          std::min(PANEL, columns - j), base.from(i, j));
    }
  }
}

/** Calls work(p, from, depth, columns) for each block of a [k, n] matrix: rows p to p + depth, columns from
 * `from`. */
template <typename Work>
void overBlocks(long k, long n, const Work& work) {
  for (long p = 0; p < k; p += BLOCK_DEPTH)
    for (long from = 0; from < n; from += BLOCK_COLUMNS)
      work(p, from, std::min(BLOCK_DEPTH, k - p), std::min(BLOCK_COLUMNS, n - from));
}

/** C[m, n] = base + A[m, k]·B[k, n] on one thread; the rows of C lie `width` apart. */
inline void multiplyAlone(long m, long n, long k, Matrix a, Matrix b, float* c, long width, Base base = {}) {
  thread_local std::vector<float> panels(BLOCK_DEPTH * (BLOCK_COLUMNS + PANEL));
  overBlocks(k, n, [&](long p, long from, long depth, long columns) {
    layOut(depth, columns, b.from(p, from), panels.data());
    const Base before = p > 0 ? Base{c, width} : base;
    multiplyBlock(m, columns, depth, a.from(0, p), panels.data(), c + from, width, before.from(0, from));
  });
  if (k > 0) return;
  for (long i = 0; i < m; i++)
    for (long j = 0; j < n; j++) c[i * width + j] = base.data == nullptr ? 0 : base.data[i * base.step + j];
}

/** A matrix laid out once, for many products with it. */
class Panels {
 public:
  Panels(long k, long n, Matrix b) : k_(k), n_(n), numbers_(k * ((n + PANEL - 1) / PANEL * PANEL)) {
    float* next = numbers_.data();
    overBlocks(k, n, [&](long p, long from, long depth, long columns) {
      layOut(depth, columns, b.from(p, from), next);
      next += sizeOf(depth, columns);
    });
  }

  /** C[m, n] = base + A[m, k] · this on one thread */
  void multiply(long m, Matrix a, float* c, Base base = {}) const {
    const float* next = numbers_.data();
    overBlocks(k_, n_, [&](long p, long from, long depth, long columns) {
      const Base before = p > 0 ? Base{c, n_} : base;
      multiplyBlock(m, columns, depth, a.from(0, p), next, c + from, n_, before.from(0, from));
      next += sizeOf(depth, columns);
    });
  }

 private:
  static long sizeOf(long depth, long columns) { return depth * ((columns + PANEL - 1) / PANEL * PANEL); }
  const long k_, n_;
  std::vector<float> numbers_;
};

/** Sums of many rows, such as the gradient of a weight: each thread has a share of k and sums of its own. */
inline void multiplyByDepth(long m, long n, long k, Matrix a, Matrix b, float* c) {
  ThreadSums sums(m * n);
  onThreads(true, [&](int thread, int threads) {
    const Part part(k, BLOCK_DEPTH, thread, threads);
    multiplyAlone(m, n, part.to - part.from, a.from(0, part.from), b.from(part.from, 0), sums.of(thread), n);
  });
  sums.total(c);
}

/** C[m, n] = A[m, k]·B[k, n] on all threads. The same threads give the same sums, bit for bit. */
inline void multiply(long m, long n, long k, Matrix a, Matrix b, float* c) {
  if (m * n * k <= SMALL) return multiplyAlone(m, n, k, a, b, c, n);
  if (k > 4 * std::max(m, n)) return multiplyByDepth(m, n, k, a, b, c);
  onThreads(true, [&](int thread, int threads) {
    if (m >= n) {
      const Part part(m, TILE_ROWS, thread, threads);
      multiplyAlone(part.to - part.from, n, k, a.from(part.from, 0), b, c + part.from * n, n);
    } else {
      const Part part(n, PANEL, thread, threads);
      multiplyAlone(m, part.to - part.from, k, a, b.from(0, part.from), c + part.from, n);
    }
  });
}

}  // namespace trimtab
