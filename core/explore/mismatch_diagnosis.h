// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/experiments.h"
#include "core/explore/mistakes.h"
#include "core/io/candidate_text.h"
#include "core/norm/forward.h"

#include <optional>
#include <string>
#include <vector>

/// Which mistake explains somebody's output.
///
/// Every formula of core/explore/mistakes.h with no mistake, one, two or three is held against the printed
/// numbers. It fits if every number is one that could have been printed for it: its exact value,
/// give or take what arithmetic does to it (`MistakenNorm::Output::at`, float32's rounding errors; none to
/// speak of is tried first where more digits were printed than float32 has), lies within half a unit of the
/// last digit printed, or, where nothing fits so, within a whole unit if digits were cut off instead of
/// rounded.
///
/// If nothing fits and all numbers are, within their digits, numbers of a 16-bit format, the right formula
/// and single mistakes are tried with four roundings of that format to spare (`Rounding::OtherSteps`).
///
/// Of what fits only the formulas with the fewest mistakes count; none at all is best. An eps that cannot be
/// told from none counts as eps_missing. Several that are left are ranked by how close they come, and where
/// that does not decide by how common they are.
///
/// Limits: eps is one of `commonEps`; rows are looked for in another order together with one other mistake at
/// most; three mistakes, but for a few common threes, are only looked for among 24 values or more, since
/// fewer can be explained in too many ways.
namespace layernorm {

enum class Verdict {
    Explained,  ///< one explanation fits
    Ambiguous,  ///< several fit: this input does not tell which
    Unexplained ///< no known mistake fits
};

/// "explained", "ambiguous", "unexplained"
[[nodiscard]] const char* name(Verdict verdict);

struct Explanation {
    std::vector<Mistake> mistakes; ///< none: the candidate is right
    MistakenFormula formula;       ///< what was computed, for `mistakenOutput`
    double maxResidual = 0;        ///< largest |candidate - formula's output|
    /// Root mean square of the residuals over the room that digits and arithmetic left: 0.58 where rounding
    /// for print is all there is.
    double closeness = 0;
};

struct Diagnosis {
    Verdict verdict = Verdict::Unexplained;
    std::vector<Explanation> explanations; ///< that fit, the best first; empty if unexplained
    /// The (at most three) best of no or one mistake that do not fit, by closeness at a sample of the values.
    /// A comparison, no explanation.
    std::vector<Explanation> nearest;
    bool truncated = false; ///< digits were cut off, as the explanations have it
    /// When ambiguous: an input of the same shape for which any two of the explanations give outputs that
    /// digits like the candidate's tell apart. None if none was found.
    std::optional<Tensor> tellingInput;
    Completion completion = Completion::Finished; ///< when stopped, the rest is of no use
};

/// `execution.threads` is not used. Errors: those of `checkParameters`; a candidate with another number of
/// values (or of uncertainties) than the input.
Result<Diagnosis> diagnose(const Tensor& input, const LayerNormParameters& parameters,
                           const Candidate& candidate, const Execution& execution = {});

/// "unbiased_variance+eps_outside_root"; "none" without any.
[[nodiscard]] std::string name(const std::vector<Mistake>& mistakes);

/// Of the formula's parameters those that its mistakes speak of: "eps 1e-06 (LLaMA 1), axes batch+sequence".
[[nodiscard]] std::string parametersText(const Explanation& explanation);

/// A row for each explanation; facts: verdict and explanations, each with mistakes, parameters (of eps, axes,
/// order, divisor, rounding, arrangement those that apply) and max_residual.
[[nodiscard]] ExperimentTable mismatchTable(const Diagnosis& diagnosis);

/// That of the request's candidate file. Errors: no candidate; those of `readCandidate` and `diagnose`.
Result<ExperimentTable> mismatchTable(const ExperimentRequest& request);

} // namespace layernorm
