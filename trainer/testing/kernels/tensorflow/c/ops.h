// For tests: definitions of operations, of which nothing is kept.
#pragma once

#include "tensorflow/c/tf_status.h"

struct TF_ShapeInferenceContext;
struct TF_OpDefinitionBuilder {};

inline TF_OpDefinitionBuilder* TF_NewOpDefinitionBuilder(const char*) { return new TF_OpDefinitionBuilder; }
inline void TF_OpDefinitionBuilderAddInput(TF_OpDefinitionBuilder*, const char*) {}
inline void TF_OpDefinitionBuilderAddOutput(TF_OpDefinitionBuilder*, const char*) {}
inline void TF_OpDefinitionBuilderSetShapeInferenceFunction(TF_OpDefinitionBuilder*,
                                                            void (*)(TF_ShapeInferenceContext*, TF_Status*)) {
}
inline void TF_ShapeInferenceContextSetUnknownShape(TF_ShapeInferenceContext*, TF_Status*) {}
inline void TF_RegisterOpDefinition(TF_OpDefinitionBuilder* builder, TF_Status*) { delete builder; }
