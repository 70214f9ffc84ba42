// What a kernel needs of TensorFlow's C interface: its inputs and outputs as plain arrays, and how it is
// registered.
#pragma once

#include <initializer_list>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace trimtab {

/** Throws what TensorFlow reports. */
class Status {
 public:
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() { return status_; }
  void check() const {
    if (TF_GetCode(status_) != TF_OK) throw std::runtime_error(TF_Message(status_));
  }

 private:
  TF_Status* status_ = TF_NewStatus();
};

/** A tensor that is let go when the kernel is done; TensorFlow counts who holds it. */
class Tensor {
 public:
  explicit Tensor(TF_Tensor* tensor) : tensor_(tensor) {}
  Tensor(Tensor&& other) noexcept : tensor_(other.tensor_) { other.tensor_ = nullptr; }
  Tensor(const Tensor&) = delete;
  ~Tensor() {
    if (tensor_ != nullptr) TF_DeleteTensor(tensor_);
  }
  template <typename T = float>
  T* data() const {
    return static_cast<T*>(TF_TensorData(tensor_));
  }
  long size() const { return TF_TensorElementCount(tensor_); }
  long rank() const { return TF_NumDims(tensor_); }
  /** Counted from the last where negative. */
  long dim(long i) const { return TF_Dim(tensor_, i < 0 ? i + rank() : i); }
  std::vector<int64_t> shape() const {
    std::vector<int64_t> dims(rank());
    for (long i = 0; i < rank(); i++) dims[i] = dim(i);
    return dims;
  }

 private:
  TF_Tensor* tensor_;
};

/** One call of a kernel. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context) {}
  Tensor input(int index) {
    Status status;
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, index, &tensor, status);
    status.check();
    return Tensor(tensor);
  }
  /** Of floats, not yet filled. */
  Tensor output(int index, const std::vector<int64_t>& shape) {
    Status status;
    const int64_t size = std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<int64_t>());
    TF_Tensor* tensor = TF_AllocateOutput(context_, index, TF_FLOAT, shape.data(), shape.size(),
                                          size * sizeof(float), status);
    status.check();
    return Tensor(tensor);
  }

 private:
  TF_OpKernelContext* context_;
};

/** The flag `name` of the operation that a kernel is made for. */
inline bool flag(TF_OpKernelConstruction* construction, const char* name) {
  Status status;
  TF_Bool value = 0;
  TF_OpKernelConstruction_GetAttrBool(construction, name, &value, status);
  status.check();
  return value != 0;
}

template <typename Kernel>
void* create(TF_OpKernelConstruction* construction) {
  try {
    return new Kernel(construction);
  } catch (const std::exception& error) {
    Status status;
    TF_SetStatus(status, TF_INVALID_ARGUMENT, error.what());
    TF_OpKernelConstruction_Failure(construction, status);
    return nullptr;
  }
}

template <typename Kernel>
void compute(void* kernel, TF_OpKernelContext* context) {
  try {
    Call call(context);
    static_cast<Kernel*>(kernel)->compute(call);
  } catch (const std::exception& error) {
    Status status;
    TF_SetStatus(status, TF_INVALID_ARGUMENT, error.what());
    TF_OpKernelContext_Failure(context, status);
  }
}

template <typename Kernel>
void destroy(void* kernel) {
  delete static_cast<Kernel*>(kernel);
}

/** Lets `Kernel` do TensorFlow's operation `name` on floats, before TensorFlow's own. */
template <typename Kernel>
void replaceKernel(const char* name) {
  Status status;
  TF_KernelBuilder* builder =
      TF_NewKernelBuilder(name, "CPU", create<Kernel>, compute<Kernel>, destroy<Kernel>);
  TF_KernelBuilder_TypeConstraint(builder, "T", TF_FLOAT, status);
  status.check();
  TF_KernelBuilder_Priority(builder, 1);
  TF_RegisterKernelBuilder((std::string("Trimtab") + name).c_str(), builder, status);
  status.check();
}

/** An operation of our own: "name: type" for each input and output. */
template <typename Kernel>
void addOperation(const char* name, std::initializer_list<const char*> inputs,
                  std::initializer_list<const char*> outputs) {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, TF_ShapeInferenceContextSetUnknownShape);
  TF_RegisterOpDefinition(definition, status);
  status.check();
  TF_KernelBuilder* builder =
      TF_NewKernelBuilder(name, "CPU", create<Kernel>, compute<Kernel>, destroy<Kernel>);
  TF_RegisterKernelBuilder(name, builder, status);
  status.check();
}

}  // namespace trimtab
