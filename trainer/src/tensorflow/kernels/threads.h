// How work is divided among threads. No other file starts any, so that nothing counts on threads that were
// only asked for: OMP_THREAD_LIMIT and OMP_DYNAMIC grant fewer.
#pragma once

#include <omp.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <vector>

namespace trimtab {

/** The part of `size` that thread `index` of `threads` does, in steps of `grain`. */
struct Part {
  long from, to;
  Part(long size, long grain, long index, long threads) {
    const long steps = (size + grain - 1) / grain;
    from = std::min(size, steps * index / threads * grain);
    to = std::min(size, steps * (index + 1) / threads * grain);
  }
};

/**
 * Runs work(thread, threads) on every thread that is granted, or on one unless `several`. What one of them
 * throws is thrown here once all are done: an exception that leaves a parallel region ends the process.
 */
template <typename Work>
void onThreads(bool several, const Work& work) {
  std::exception_ptr thrown;
#pragma omp parallel if (several)
  {
    try {
      work(omp_get_thread_num(), omp_get_num_threads());
    } catch (...) {
#pragma omp critical(trimtab_thrown)
      thrown = std::current_exception();
    }
  }
  if (thrown != nullptr) std::rethrow_exception(thrown);
}

/** Runs work(thread, i) for each i below `count`, each thread a run of neighbours. */
template <typename Work>
void overEach(long count, bool several, const Work& work) {
  onThreads(several, [&](long thread, long threads) {
    const long share = count / threads, rest = count % threads;
    const long from = thread * share + std::min(thread, rest);
    const long to = from + share + (thread < rest ? 1 : 0);
    for (long i = from; i < to; i++) work(thread, i);
  });
}

/** Runs work(thread, from, to) on each thread's share of the rows, a piece at a time. */
template <typename Work>
void overRows(long rows, long grain, const Work& work) {
  onThreads(true, [&](int thread, int threads) {
    const Part part(rows, grain, thread, threads);
    for (long from = part.from; from < part.to; from += grain)
      work(thread, from, std::min(part.to, from + grain));
  });
}

/** Sums of each thread, added up in the order of the threads. Those of threads that were not granted stay 0.
 */
class ThreadSums {
 public:
  explicit ThreadSums(long size) : size_(size), sums_(omp_get_max_threads() * size) {}

  float* of(int thread) {
    if ((thread + 1) * size_ > static_cast<long>(sums_.size()))
      throw std::logic_error("more threads run than there were to be");
    return sums_.data() + thread * size_;
  }

  void total(float* to) const {
    const long whole = sums_.size();
    std::copy_n(sums_.data(), size_, to);
    for (long from = size_; from < whole; from += size_)
      for (long i = 0; i < size_; i++) to[i] += sums_[from + i];
  }

 private:
  const long size_;
  std::vector<float> sums_;
};

}  // namespace trimtab
