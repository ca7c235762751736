// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/mismatch_diagnosis.h"
#include "core/explore/mismatch_hypotheses.h"

#include <QFont>
#include <QString>
#include <vector>

/// What the page on mistakes says, and the mistakes it plants.
namespace layernorm {

/// "unbiased variance", or "another eps: 1e-06"; what a formula did is told by its parameters.
[[nodiscard]] QString titleOf(Mistake mistake, const MistakenFormula& formula);
/// The titles joined by +; "no mistake" without any.
[[nodiscard]] QString titleOf(const std::vector<Mistake>& mistakes, const MistakenFormula& formula);

/// What each of its mistakes did, a sentence each.
[[nodiscard]] QString sentencesText(const Explanation& explanation, const Tensor& input,
                                    const LayerNormParameters& parameters);

/// How near an explanation comes. `digits` is how far the candidate's numbers are known at most, 0 if every
/// bit is.
[[nodiscard]] QString closenessText(const Explanation& explanation, bool fits, double digits);

/// The formulas worth showing: none of the mistakes, each of them that this input and these parameters allow,
/// and one of two at once. Rows in another order are in reverse.
[[nodiscard]] std::vector<Hypothesis> plantedMistakes(const Tensor& input,
                                                      const LayerNormParameters& parameters);

/// How many decimals show what was planted: PyTorch's usual 4, or 8.
[[nodiscard]] int tellingDigits(const Hypothesis& planted, const Tensor& output, const Tensor& right);
/// As PyTorch prints it, with so many decimals and exponents where it has them, but always whole, a row a
/// line.
[[nodiscard]] QString printed(const Tensor& tensor, int digits = 4);
/// "x = torch.tensor(...)", every number so that it reads back to the same bits.
[[nodiscard]] QString tensorLine(const Tensor& tensor);

/// For what is a piece of a program or its output.
[[nodiscard]] QFont codeFont(int pixels);

} // namespace layernorm
