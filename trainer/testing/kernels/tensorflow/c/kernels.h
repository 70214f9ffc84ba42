// For tests: kernels by the name of their operation, and calls of them with tensors of the test.
#pragma once

#include <map>

#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

using TF_Bool = unsigned char;

struct TF_OpKernelConstruction {
  std::map<std::string, bool> flags;
  TF_Status failure;
};

struct TF_OpKernelContext {
  std::vector<TF_Tensor> inputs;
  std::map<int, TF_Tensor> outputs;
  TF_Status failure;
};

struct TF_KernelBuilder {
  std::string operation;
  void* (*create)(TF_OpKernelConstruction*);
  void (*compute)(void*, TF_OpKernelContext*);
  void (*destroy)(void*);
};

inline std::map<std::string, TF_KernelBuilder>& registered() {
  static std::map<std::string, TF_KernelBuilder> kernels;
  return kernels;
}

inline TF_KernelBuilder* TF_NewKernelBuilder(const char* operation, const char*,
                                             void* (*create)(TF_OpKernelConstruction*),
                                             void (*compute)(void*, TF_OpKernelContext*),
                                             void (*destroy)(void*)) {
  return new TF_KernelBuilder{operation, create, compute, destroy};
}
inline void TF_KernelBuilder_TypeConstraint(TF_KernelBuilder*, const char*, TF_DataType, TF_Status*) {}
inline void TF_KernelBuilder_Priority(TF_KernelBuilder*, int32_t) {}
inline void TF_RegisterKernelBuilder(const char*, TF_KernelBuilder* builder, TF_Status*) {
  registered()[builder->operation] = *builder;
  delete builder;
}

inline void TF_OpKernelConstruction_GetAttrBool(TF_OpKernelConstruction* construction, const char* name,
                                                TF_Bool* value, TF_Status*) {
  *value = construction->flags[name];
}
inline void TF_OpKernelConstruction_Failure(TF_OpKernelConstruction* construction, TF_Status* status) {
  construction->failure = *status;
}

inline void TF_GetInput(TF_OpKernelContext* context, int index, TF_Tensor** tensor, TF_Status*) {
  *tensor = new TF_Tensor(context->inputs.at(index));
}
inline TF_Tensor* TF_AllocateOutput(TF_OpKernelContext* context, int index, TF_DataType type,
                                    const int64_t* shape, int rank, std::size_t, TF_Status*) {
  return new TF_Tensor(context->outputs[index] = tensorOf(type, {shape, shape + rank}));
}
inline void TF_OpKernelContext_Failure(TF_OpKernelContext* context, TF_Status* status) {
  context->failure = *status;
}
