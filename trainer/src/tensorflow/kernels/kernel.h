// What a kernel needs of TensorFlow's C interface: its inputs and outputs, and how it is registered.
#pragma once

#include <functional>
#include <initializer_list>
#include <new>
#include <numeric>

#include "tensor.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"

namespace trimtab {

/** Throws what TensorFlow reports. */
class Status {
 public:
  Status() = default;
  Status(const Status&) = delete;
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() { return status_; }
  void check() const {
    if (TF_GetCode(status_) != TF_OK) throw std::runtime_error(TF_Message(status_));
  }

 private:
  TF_Status* status_ = TF_NewStatus();
};

/** One call of a kernel. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context) {}

  /** @throws std::invalid_argument where its type or shape is not the expected */
  template <typename T = float>
  TensorOf<T> input(int index, const char* name, const Shape& expected) {
    TensorOf<T> tensor = input<T>(index, name);
    if (!fits(tensor.shape(), expected))
      throw std::invalid_argument(std::string(name) + " is " + shown(tensor.shape()) + ", expected " +
                                  shown(expected));
    return tensor;
  }

  /** Of any shape. */
  template <typename T = float>
  TensorOf<T> input(int index, const char* name) {
    Status status;
    TF_Tensor* found = nullptr;
    TF_GetInput(context_, index, &found, status);
    status.check();
    TensorOf<T> tensor(found);
    tensor.checkType(name);
    return tensor;
  }

  /** Of floats, not yet filled. */
  Tensor output(int index, const Shape& shape) {
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

/** Runs work; what it throws is handed to report(status), since nothing may be thrown through C. */
template <typename Work, typename Report>
void guarded(const char* kernel, const Work& work, const Report& report) {
  const auto fail = [&](TF_Code code, const std::string& message) {
    Status status;
    TF_SetStatus(status, code, (std::string(kernel) + ": " + message).c_str());
    report(status);
  };
  try {
    work();
  } catch (const std::bad_alloc&) {
    fail(TF_RESOURCE_EXHAUSTED, "there is not enough memory");
  } catch (const std::exception& error) {
    fail(TF_INVALID_ARGUMENT, error.what());
  } catch (...) {
    fail(TF_INTERNAL, "it failed without saying why");
  }
}

template <typename Kernel>
void* create(TF_OpKernelConstruction* construction) {
  Kernel* kernel = nullptr;
  guarded(
      Kernel::NAME, [&] { kernel = new Kernel(construction); },
      [&](TF_Status* status) { TF_OpKernelConstruction_Failure(construction, status); });
  return kernel;
}

template <typename Kernel>
void compute(void* kernel, TF_OpKernelContext* context) {
  guarded(
      Kernel::NAME,
      [&] {
        Call call(context);
        static_cast<Kernel*>(kernel)->compute(call);
      },
      [&](TF_Status* status) { TF_OpKernelContext_Failure(context, status); });
}

template <typename Kernel>
void destroy(void* kernel) {
  delete static_cast<Kernel*>(kernel);
}

/** Lets `Kernel` do TensorFlow's operation of its name on floats, before TensorFlow's own. */
template <typename Kernel>
void replaceKernel() {
  Status status;
  TF_KernelBuilder* builder =
      TF_NewKernelBuilder(Kernel::NAME, "CPU", create<Kernel>, compute<Kernel>, destroy<Kernel>);
  TF_KernelBuilder_TypeConstraint(builder, "T", TF_FLOAT, status);
  status.check();
  TF_KernelBuilder_Priority(builder, 1);
  TF_RegisterKernelBuilder((std::string("Trimtab") + Kernel::NAME).c_str(), builder, status);
  status.check();
}

/** An operation of our own: "name: type" for each input and output. */
template <typename Kernel>
void addOperation(std::initializer_list<const char*> inputs, std::initializer_list<const char*> outputs) {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(Kernel::NAME);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, TF_ShapeInferenceContextSetUnknownShape);
  TF_RegisterOpDefinition(definition, status);
  status.check();
  TF_KernelBuilder* builder =
      TF_NewKernelBuilder(Kernel::NAME, "CPU", create<Kernel>, compute<Kernel>, destroy<Kernel>);
  TF_RegisterKernelBuilder(Kernel::NAME, builder, status);
  status.check();
}

}  // namespace trimtab
