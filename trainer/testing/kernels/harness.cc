// For tests: every kernel on awkward sizes, without TensorFlow, to be run under ASan and UBSan.
//
// Each case gives the same on one thread and on more than there are processors, products give what their
// definition does, and every input whose type, rank or size is another than it should be is refused or
// harmless.
#include <cmath>
#include <cstdio>
#include <set>

#include "../../src/tensorflow/kernels/registration.h"
#include "cases.h"

namespace {

int faults = 0;
std::set<std::string> ran;

void check(bool holds, const std::string& what) {
  if (holds) return;
  faults++;
  std::printf("FAIL %s\n", what.c_str());
}

std::string shapesOf(const Case& of) {
  std::string text = of.operation;
  for (const TF_Tensor& input : of.inputs) text += " " + trimtab::shown(input.shape);
  return text;
}

TF_OpKernelContext run(const Case& of, int threads) {
  omp_set_num_threads(threads);
  const TF_KernelBuilder& builder = registered().at(of.operation);
  TF_OpKernelConstruction construction{of.flags, {}};
  void* kernel = builder.create(&construction);
  TF_OpKernelContext context{of.inputs, {}, {}};
  builder.compute(kernel, &context);
  builder.destroy(kernel);
  ran.insert(of.operation);
  return context;
}

const float* numbersOf(const TF_Tensor& tensor) { return static_cast<const float*>(TF_TensorData(&tensor)); }

/** The largest difference of two tensors of one shape, as a share of the largest number. */
float apart(const TF_Tensor& one, const TF_Tensor& other) {
  float most = 0, largest = 1;
  for (int64_t i = 0; i < TF_TensorElementCount(&one); i++) {
    const float x = numbersOf(one)[i], y = numbersOf(other)[i];
    if (!(std::isfinite(x) && std::isfinite(y))) return INFINITY;
    most = std::max(most, std::abs(x - y));
    largest = std::max(largest, std::abs(x));
  }
  return most / largest;
}

/** Sums of floats in another order differ in their last bits. */
constexpr float TOLERANCE = 1e-4f;

void checkThreads(const Case& of) {
  const TF_OpKernelContext alone = run(of, 1);
  check(alone.failure.code == TF_OK, shapesOf(of) + ": " + alone.failure.message);
  for (const int threads : {2, 3, 8}) {
    const TF_OpKernelContext shared = run(of, threads);
    for (const auto& [index, output] : alone.outputs)
      check(apart(output, shared.outputs.at(index)) < TOLERANCE,
            shapesOf(of) + ": output " + std::to_string(index) + " is another on " + std::to_string(threads) +
                " threads");
  }
}

/** Every size one smaller and one larger, every rank one more, every type the other. */
std::vector<TF_Tensor> misshapen(const TF_Tensor& tensor) {
  const auto filled = [&](TF_DataType type, const Sizes& shape) {
    TF_Tensor other = tensorOf(type, shape);
    if (other.data != nullptr) std::memset(other.data.get(), 0, TF_TensorElementCount(&other) * 4);
    return other;
  };
  std::vector<TF_Tensor> others;
  for (std::size_t axis = 0; axis < tensor.shape.size(); axis++)
    for (const int64_t step : {-1, 1}) {
      Sizes shape = tensor.shape;
      shape[axis] += step;
      others.push_back(filled(tensor.type, shape));
    }
  Sizes longer = tensor.shape;
  longer.insert(longer.begin(), 1);
  others.push_back(filled(tensor.type, longer));
  others.push_back(filled(tensor.type == TF_FLOAT ? TF_INT32 : TF_FLOAT, tensor.shape));
  return others;
}

void checkMisshapen(const Case& of) {
  for (std::size_t index = 0; index < of.inputs.size(); index++) {
    const std::vector<TF_Tensor> others = misshapen(of.inputs[index]);
    for (const TF_Tensor& other : others) {
      Case changed = of;
      changed.inputs[index] = other;
      const TF_OpKernelContext context = run(changed, 2);
      if (other.type != of.inputs[index].type)
        check(context.failure.code == TF_INVALID_ARGUMENT, shapesOf(changed) + ": another type is taken");
    }
  }
}

/** @param says a part of the message */
void checkRefused(const Case& of, const std::string& says) {
  const TF_OpKernelContext context = run(of, 2);
  const std::string& message = context.failure.message;
  check(context.failure.code == TF_INVALID_ARGUMENT && message.find(says) != std::string::npos,
        shapesOf(of) + " should be refused with \"" + says + "\", said \"" + message + "\"");
}

/** What is wrong in the numbers themselves. */
void checkValues() {
  const TF_Tensor x = drawn({3, 4}), table = drawn({5, 4}), labels = integers({3}, {0, 4, 2}),
                  five = integers({1}, {5});
  checkRefused({"TrimtabLinear", {x, drawn({5, 2}), drawn({2})}},
               "TrimtabLinear: w is [5, 2], expected [4, any]");
  checkRefused({"TrimtabFullSoftmax", {x, table, integers({3}, {0, 5, 2})}},
               "labels[1] is 5, expected from 0 to 4");
  checkRefused({"TrimtabFullSoftmax", {x, table, integers({3}, {0, 1, -1})}}, "labels[2] is -1");
  checkRefused({"TrimtabSampledSoftmax", {x, table, integers({2}, {1, 5}), five, labels}},
               "negatives[1] is 5");
  checkRefused({"TrimtabSampledSoftmax", {x, table, integers({2}, {1, 1}), five, labels}},
               "expected no repeats");
  checkRefused({"TrimtabSampledSoftmax", {x, table, integers({0}, {}), five, labels}}, "candidates is 0");
  checkRefused({"TrimtabSampledSoftmax", {x, table, integers({1}, {1}), integers({1}, {4}), labels}},
               "classes is 4, expected at least the rows of the table, 5");
  checkRefused({"TrimtabDropout", {x, integers({2}, {1, 256})}}, "256ths is 256");
  checkRefused({"TrimtabKeepTopK", {x, x, integers({}, {-1})}}, "k is -1");
  checkRefused({"TrimtabKthLargest", {x, integers({}, {0})}}, "k is 0");
  checkRefused({"BatchMatMulV2", {drawn({2, 3, 1, 4}), drawn({3, 2, 4, 1})}}, "do not fit");
  for (const int32_t length : {0, 4})
    checkRefused({"TrimtabAttention",
                  {drawn({1, 3, 2}), drawn({1, 3, 2}), drawn({1, 3, 2}), drawn({1, 5}),
                   integers({3}, {0, 1, length})}},
                 "a used length is " + std::to_string(length));
}

void checkProduct(int64_t m, int64_t n, int64_t k) {
  const Case of{"BatchMatMulV2", {drawn({m, k}), drawn({k, n})}};
  TF_Tensor expected = tensorOf(TF_FLOAT, {m, n});
  for (int64_t i = 0; i < m; i++)
    for (int64_t j = 0; j < n; j++) {
      double sum = 0;
      for (int64_t p = 0; p < k; p++)
        sum += static_cast<double>(numbersOf(of.inputs[0])[i * k + p]) * numbersOf(of.inputs[1])[p * n + j];
      static_cast<float*>(TF_TensorData(&expected))[i * n + j] = static_cast<float>(sum);
    }
  check(apart(expected, run(of, 8).outputs.at(0)) < TOLERANCE, shapesOf(of) + " is not the product");
}

/** What the first or the last thread throws reaches the caller. */
void checkExceptions() {
  for (const bool last : {false, true}) {
    omp_set_num_threads(8);
    std::string caught;
    try {
      trimtab::onThreads(true, [&](int thread, int threads) {
        if (thread == (last ? threads - 1 : 0)) throw std::runtime_error("thrown");
      });
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
    check(caught == "thrown",
          std::string("what the ") + (last ? "last" : "first") + " thread throws is lost");
  }
}

void checkAll(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    checkThreads(each);
    checkMisshapen(each);
  }
}

}  // namespace

int main() {
  using trimtab::PANEL, trimtab::TILE_ROWS, trimtab::BLOCK_DEPTH, trimtab::BLOCK_COLUMNS, trimtab::QUERIES;
  trimtab::registerKernels();
  checkAll(products(1, 1, 1));
  checkAll(products(TILE_ROWS + 1, PANEL + 1, 7));
  checkAll(products(2, 3, 13 * BLOCK_DEPTH + 1));
  for (const auto& [m, n, k] : std::vector<std::array<int64_t, 3>>{
           {1, 1, 0}, {TILE_ROWS - 1, PANEL - 1, 2}, {101, BLOCK_COLUMNS + 1, BLOCK_DEPTH + 1}, {3, 499, 31}})
    checkProduct(m, n, k);
  checkAll(attentions(1, 1, 1));
  checkAll(attentions(3, QUERIES + 1, 5));
  checkAll(layers(1, 1, 1));
  checkAll(layers(241, 17, 31));
  checkAll(autoencoders(1, 1, 1, 1));
  checkAll(autoencoders(97, 13, 53, 5));
  checkValues();
  checkExceptions();
  for (const auto& [operation, builder] : registered())
    check(ran.count(operation) == 1, operation + " was not run");
  std::printf("%zu kernels, %d faults\n", registered().size(), faults);
  return faults == 0 ? 0 : 1;
}
