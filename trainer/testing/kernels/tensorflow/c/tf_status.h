// For tests: TensorFlow's C interface as far as kernels use it, so that they run without TensorFlow.
#pragma once

#include <string>

enum TF_Code { TF_OK = 0, TF_INVALID_ARGUMENT = 3, TF_RESOURCE_EXHAUSTED = 8, TF_INTERNAL = 13 };

struct TF_Status {
  TF_Code code = TF_OK;
  std::string message;
};

inline TF_Status* TF_NewStatus() { return new TF_Status; }
inline void TF_DeleteStatus(TF_Status* status) { delete status; }
inline TF_Code TF_GetCode(const TF_Status* status) { return status->code; }
inline const char* TF_Message(const TF_Status* status) { return status->message.c_str(); }
inline void TF_SetStatus(TF_Status* status, TF_Code code, const char* message) {
  status->code = code;
  status->message = message;
}
