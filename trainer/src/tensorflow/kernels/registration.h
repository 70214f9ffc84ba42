// Every kernel of ours, with the inputs and outputs of its operation: see each header for what it does and
// why.
#pragma once

#include "attention.h"
#include "batch-product.h"
#include "elementwise.h"
#include "kernel.h"
#include "layer-norm.h"
#include "linear.h"
#include "softmax-loss.h"
#include "sparse-loss.h"
#include "top-k.h"
#include "unit-rows.h"

namespace trimtab {

inline void registerKernels() {
  constexpr const char *X = "x: float", *W = "w: float", *B = "b: float", *Y = "y: float";
  constexpr const char *DX = "dx: float", *DY = "dy: float";
  replaceKernel<BatchProduct>();
  addOperation<Linear>({X, W, B}, {Y});
  addOperation<LinearGradient>({DY, X, W}, {DX, "dw: float", "db: float"});
  addOperation<LayerNorm>({X, "gain: float", B, "epsilon: float"}, {Y, "statistics: float"});
  addOperation<LayerNormGradient>({DY, X, "gain: float", "statistics: float"},
                                  {DX, "dgain: float", "db: float"});
  addOperation<GatedAdd>({X, "gate: float", "branch: float"}, {Y});
  addOperation<GatedAddGradient>({DY, "gate: float", "branch: float"}, {"dgate: float", "dbranch: float"});
  addOperation<SwiGlu>({"gate: float", "value: float"}, {Y});
  addOperation<SwiGluGradient>({DY, "gate: float", "value: float"}, {"dgate: float", "dvalue: float"});
  addOperation<FullSoftmax>({X, "table: float", "labels: int32"}, {Y, DX, "dtable: float"});
  addOperation<SampledSoftmax>({X, "table: float", "negatives: int32", "classes: int32", "labels: int32"},
                               {Y, DX, "dtable: float"});
  addOperation<Attention>({"q: float", "k: float", "v: float", B, "settings: int32"}, {Y, "sums: float"});
  addOperation<AttentionGradient>(
      {DY, "q: float", "k: float", "v: float", B, "mixed: float", "sums: float", "settings: int32"},
      {"dq: float", "dk: float", "dv: float", "db: float"});
  addOperation<KeepTopK>({X, Y, "k: int32"}, {"kept: float"});
  addOperation<KthLargest>({X, "k: int32"}, {Y});
  addOperation<UnitRows>({X}, {Y});
  addOperation<SparseLoss>({X, "encoder: float", "encoderbias: float", "decoder: float", "decoderbias: float",
                            "refinement: float", "dead: float", "weight: float", "settings: int32"},
                           {"loss: float", "fired: float", "dencoder: float", "dencoderbias: float",
                            "ddecoder: float", "ddecoderbias: float", "drefinement: float"});
  addOperation<Dropout>({X, "draw: int32"}, {Y});
  addOperation<Adam>(
      {"weights: float", "gradients: float", "first: float", "second: float", "settings: float"},
      {"moved: float", "nextfirst: float", "nextsecond: float"});
}

}  // namespace trimtab
