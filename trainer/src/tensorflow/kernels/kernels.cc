// Kernels of our own in TensorFlow, beside the binding: see each header for what it does and why.
#include <node_api.h>

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

namespace {

using namespace trimtab;

constexpr const char *X = "x: float", *W = "w: float", *B = "b: float", *Y = "y: float";
constexpr const char *DX = "dx: float", *DY = "dy: float";

napi_value initialise(napi_env environment, napi_value exports) {
  try {
    replaceKernel<BatchProduct>("BatchMatMulV2");
    addOperation<Linear>("TrimtabLinear", {X, W, B}, {Y});
    addOperation<LinearGradient>("TrimtabLinearGradient", {DY, X, W}, {DX, "dw: float", "db: float"});
    addOperation<LayerNorm>("TrimtabLayerNorm", {X, "gain: float", B, "epsilon: float"},
                            {Y, "statistics: float"});
    addOperation<LayerNormGradient>("TrimtabLayerNormGradient", {DY, X, "gain: float", "statistics: float"},
                                    {DX, "dgain: float", "db: float"});
    addOperation<GatedAdd>("TrimtabGatedAdd", {X, "gate: float", "branch: float"}, {Y});
    addOperation<GatedAddGradient>("TrimtabGatedAddGradient", {DY, "gate: float", "branch: float"},
                                   {"dgate: float", "dbranch: float"});
    addOperation<SwiGlu>("TrimtabSwiGlu", {"gate: float", "value: float"}, {Y});
    addOperation<SwiGluGradient>("TrimtabSwiGluGradient", {DY, "gate: float", "value: float"},
                                 {"dgate: float", "dvalue: float"});
    addOperation<FullSoftmax>("TrimtabFullSoftmax", {X, "table: float", "labels: int32"},
                              {Y, DX, "dtable: float"});
    addOperation<SampledSoftmax>("TrimtabSampledSoftmax",
                                 {X, "table: float", "negatives: int32", "labels: int32"},
                                 {Y, DX, "dtable: float"});
    addOperation<Attention>("TrimtabAttention", {"q: float", "k: float", "v: float", B, "settings: int32"},
                            {Y, "sums: float"});
    addOperation<AttentionGradient>(
        "TrimtabAttentionGradient",
        {DY, "q: float", "k: float", "v: float", B, "mixed: float", "sums: float", "settings: int32"},
        {"dq: float", "dk: float", "dv: float", "db: float"});
    addOperation<KeepTopK>("TrimtabKeepTopK", {X, Y, "k: int32"}, {"kept: float"});
    addOperation<KthLargest>("TrimtabKthLargest", {X, "k: int32"}, {Y});
    addOperation<UnitRows>("TrimtabUnitRows", {X}, {Y});
    addOperation<SparseLoss>(
        "TrimtabSparseLoss",
        {X, "encoder: float", "encoderbias: float", "decoder: float", "decoderbias: float",
         "refinement: float", "dead: float", "weight: float", "settings: int32"},
        {"loss: float", "fired: float", "dencoder: float", "dencoderbias: float", "ddecoder: float",
         "ddecoderbias: float", "drefinement: float"});
    addOperation<Dropout>("TrimtabDropout", {X, "draw: int32"}, {Y});
    addOperation<Adam>(
        "TrimtabAdam",
        {"weights: float", "gradients: float", "first: float", "second: float", "settings: float"},
        {"moved: float", "nextfirst: float", "nextsecond: float"});
  } catch (const std::exception& error) {
    napi_throw_error(environment, "native-kernels", error.what());
  }
  return exports;
}

}  // namespace

NAPI_MODULE(NODE_GYP_MODULE_NAME, initialise)
