// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lessons/lesson_numbers.h"

/// Private to the lessons: the tensors that their quantities are read from. Everything is computed by
/// core/norm, core/explore and core/transformer; here it is only asked for. Errors: theirs.
namespace layernorm::lesson_tensors {

using Made = Result<Tensor>;
using Arguments = LessonNumbers::Arguments;

// Of the input's shape
Made input(LessonNumbers& numbers, const Arguments&);
Made output(LessonNumbers& numbers, const Arguments&);
/// Without gamma and beta, in double precision.
Made plainOutput(LessonNumbers& numbers, const Arguments&);
Made unbiased(LessonNumbers& numbers, const Arguments&);
Made epsOutside(LessonNumbers& numbers, const Arguments&);
/// With the eps that is the only argument.
Made withEps(LessonNumbers& numbers, const Arguments& eps);
Made half(LessonNumbers& numbers, const Arguments&);
Made onePass(LessonNumbers& numbers, const Arguments&);
Made rmsOutput(LessonNumbers& numbers, const Arguments&);
Made batchNorm(LessonNumbers& numbers, const Arguments&);
Made instanceNorm(LessonNumbers& numbers, const Arguments&);
Made wholeNorm(LessonNumbers& numbers, const Arguments&);
Made gradientOfOnes(LessonNumbers& numbers, const Arguments&);
Made gradientOfPattern(LessonNumbers& numbers, const Arguments&);

// One value a group that shares a mean
Made mean(LessonNumbers& numbers, const Arguments&);
Made variance(LessonNumbers& numbers, const Arguments&);
Made reciprocalStd(LessonNumbers& numbers, const Arguments&);
Made unbiasedVariance(LessonNumbers& numbers, const Arguments&);
Made outputMean(LessonNumbers& numbers, const Arguments&);
Made outputVariance(LessonNumbers& numbers, const Arguments&);
Made rootMeanSquare(LessonNumbers& numbers, const Arguments&);

// Of the page "Add & Norm"
Made attentionWeights(LessonNumbers& numbers, const Arguments&); ///< [B, H, S, S]
Made attention(LessonNumbers& numbers, const Arguments&);
Made sum(LessonNumbers& numbers, const Arguments&);
Made blockOutput(LessonNumbers& numbers, const Arguments&);

/// Layer by layer, for the arguments residual (0 or 1), norm (0 none, 1 post, 2 pre) and depth.
Made gradientNorms(LessonNumbers& numbers, const Arguments& wiring);

} // namespace layernorm::lesson_tensors
