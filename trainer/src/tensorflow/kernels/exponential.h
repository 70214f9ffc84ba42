// e^x that compilers make vectors of.
#pragma once

#include <cstring>

namespace trimtab {

/** e^x to 2e-7 of itself, or 0 below -87: 2^n·e^r with |r| ≤ ln(2)/2 and e^r by its series. */
inline float exponential(float given) {
  const float above = given < -87 ? -87 : given,
              x = above > 88 ? 88 : above;  // written so that NaN stays NaN
  const int n = static_cast<int>(x * 1.44269504f + (x < 0 ? -0.5f : 0.5f));
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  const float series =
      1 + r * (1 + r * (1 / 2.0f + r * (1 / 6.0f + r * (1 / 24.0f + r * (1 / 120.0f + r * (1 / 720.0f))))));
  const int bits = (n + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return given < -87 ? 0 : power * series;
}

}  // namespace trimtab
