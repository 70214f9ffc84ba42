// e^x that compilers make vectors of.
#pragma once

#include <cstring>

namespace trimtab {

/**
 * e^x to 2e-7 of itself, or 0 below -87.7: 2^n·e^r with |r| ≤ ln(2)/2 and e^r by its series. Compilers make
 * vectors of it since no comparison decides what is done, and it hands on what is not a number.
 */
inline float exponential(float given) {
  const float above = given < -88 ? -88 : given, x = above > 88 ? 88 : above;
  const float whole = __builtin_rintf(x * 1.44269504f);
  const float r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  const float series =
      1 + r * (1 + r * (1 / 2.0f + r * (1 / 6.0f + r * (1 / 24.0f + r * (1 / 120.0f + r * (1 / 720.0f))))));
  const int exponent = static_cast<int>(whole) + 127;
  const int bits = (exponent < 0 ? 0 : exponent) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return power * series;
}

}  // namespace trimtab
