// Kernels of our own in TensorFlow, as an addon that Node loads beside the binding.
#include <node_api.h>

#include "registration.h"

namespace {

napi_value initialise(napi_env environment, napi_value exports) {
  try {
    trimtab::registerKernels();
  } catch (const std::exception& error) {
    napi_throw_error(environment, "native-kernels", error.what());
  }
  return exports;
}

}  // namespace

NAPI_MODULE(NODE_GYP_MODULE_NAME, initialise)
