// The few active latents of a position, and what passes through them one way and back.
#pragma once

#include <vector>

#include "kernel.h"
#include "top-k.h"

namespace trimtab {

/** to += factor·x */
inline void addScaled(float factor, const float* x, int size, float* to) {
  for (int i = 0; i < size; i++) to[i] += factor * x[i];
}

inline float dot(const float* x, const float* y, int size) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int i = 0; i < size; i++) sum += x[i] * y[i];
  return sum;
}

/** x ∈ [rows, columns] as [columns, rows], a small square at a time: their strides would fill few sets of a
 * cache. */
inline void transpose(const float* x, long rows, long columns, float* to) {
  constexpr long SIDE = 8;
  for (long row = 0; row < rows; row += SIDE)
    for (long column = 0; column < columns; column += SIDE)
      for (long j = column; j < std::min(columns, column + SIDE); j++)
        for (long i = row; i < std::min(rows, row + SIDE); i++) to[j * rows + i] = x[i * columns + j];
}

/** What a position is encoded as: which latents, how active each is, and the slope of the loss there. */
struct Code {
  std::vector<int> latents;
  std::vector<float> values, slopes;

  long size() const { return latents.size(); }
  void clear() {
    latents.clear();
    values.clear();
  }
  /** Latents that do not fire change nothing and are left out. */
  void addIfActive(int latent, float value) {
    if (!(value > 0)) return;
    latents.push_back(latent);
    values.push_back(value);
  }
};

/** What a thread adds up over its rows. Weights of a latent lie side by side: ∈ [latents, d]. */
struct LatentSums {
  LatentSums(float* at, long latents, long d)
      : encoder(at),
        decoder(encoder + latents * d),
        encoderBias(decoder + latents * d),
        fired(encoderBias + latents),
        decoderBias(fired + latents),
        refinement(decoderBias + d) {}
  static long sizeOf(long latents, long d, bool refines) {
    return (refines ? 3 : 2) * latents * d + 2 * latents + d;
  }
  float *encoder, *decoder, *encoderBias, *fired, *decoderBias;
  /** Only where the autoencoder refines its codes. */
  float* refinement;
};

/** A decoder ∈ [latents, d], and how a code passes through it. */
struct Decoder {
  const float* rows;
  const int d;

  /** missed = aim - Σ value·row */
  void miss(const Code& code, const float* aim, float* missed) const {
    std::copy_n(aim, d, missed);
    for (long i = 0; i < code.size(); i++) addScaled(-code.values[i], rows + code.latents[i] * d, d, missed);
  }

  /** From the slope of what is missed, those of the code; the decoder's own are added to `sums` ∈ [latents,
   * d]. */
  void back(Code& code, const float* slope, float* sums) const {
    code.slopes.resize(code.size());
    for (long i = 0; i < code.size(); i++) {
      const long at = code.latents[i] * static_cast<long>(d);
      code.slopes[i] = -dot(slope, rows + at, d);
      addScaled(-code.values[i], slope, d, sums + at);
    }
  }
};

}  // namespace trimtab
