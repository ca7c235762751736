// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lessons/lesson_formula.h"

#include "core/lessons/lesson_quantities.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <initializer_list>
#include <limits>
#include <muParser.h>
#include <optional>
#include <span>
#include <string>

namespace layernorm {

namespace {

/// One formula, while it is worked out.
class Reckoner
{
public:
    /// Without a moment nothing can be worked out, but the formula can be looked at.
    explicit Reckoner(const LessonMoment* moment);

    Result<double> value(const std::string& formula);
    Result<void> check(const std::string& formula);

private:
    /// A quantity of one of the two states.
    struct Bound {
        Reckoner* reckoner;
        const LessonQuantity* quantity;
        bool before;
    };

    void define(const LessonQuantity& quantity, bool before);
    double compute(const Bound& bound, std::span<const double> arguments);

    // As muParser calls them, by the number of their arguments.
    static double call(void* bound, std::initializer_list<double> arguments);
    static double call1(void* bound, double a) { return call(bound, {a}); }
    static double call2(void* bound, double a, double b) { return call(bound, {a, b}); }
    static double call3(void* bound, double a, double b, double c) { return call(bound, {a, b, c}); }
    static double call4(void* bound, double a, double b, double c, double d)
    {
        return call(bound, {a, b, c, d});
    }

    const LessonMoment* m_moment;
    mu::Parser m_parser;
    std::deque<Bound> m_bound;
    std::deque<double> m_constants;
    std::optional<Error> m_error;
};

double isNan(double value)
{
    return std::isnan(value) ? 1 : 0;
}

/// muParser's own words are English.
const char* reasonOf(const mu::ParserError& error)
{
    switch (error.GetCode()) {
    case mu::ecUNEXPECTED_EOF:
        return LAYERNORM_SENTENCE("Core", "it ends too early");
    case mu::ecMISSING_PARENS:
        return LAYERNORM_SENTENCE("Core", "a bracket is missing");
    case mu::ecUNEXPECTED_PARENS:
        return LAYERNORM_SENTENCE("Core", "a bracket stands where none can be");
    case mu::ecTOO_MANY_PARAMS:
        return LAYERNORM_SENTENCE("Core", "a quantity is given too many indices");
    case mu::ecTOO_FEW_PARAMS:
        return LAYERNORM_SENTENCE("Core", "a quantity is given too few indices");
    case mu::ecUNASSIGNABLE_TOKEN:
        return LAYERNORM_SENTENCE("Core", "it names something that is not known");
    case mu::ecUNEXPECTED_OPERATOR:
    case mu::ecUNEXPECTED_ARG_SEP:
        return LAYERNORM_SENTENCE("Core", "a value is missing");
    case mu::ecUNEXPECTED_VAL:
    case mu::ecUNEXPECTED_VAR:
    case mu::ecUNEXPECTED_FUN:
        return LAYERNORM_SENTENCE("Core", "an operator is missing");
    case mu::ecDIV_BY_ZERO:
    case mu::ecDOMAIN_ERROR:
        return LAYERNORM_SENTENCE("Core", "it has no value");
    default:
        return LAYERNORM_SENTENCE("Core", "it cannot be understood");
    }
}

/// Where reading stopped, from the first character on.
tl::unexpected<Error> refused(const std::string& formula, const mu::ParserError& error)
{
    const auto place =
        static_cast<std::size_t>(std::max<long long>(0, static_cast<long long>(error.GetPos())));
    return failure(LAYERNORM_SENTENCE("Core", "The formula \"%1\" is wrong at character %2: %3"),
                   {formula, std::to_string(std::min(place, formula.size()) + 1), reasonOf(error)});
}

Reckoner::Reckoner(const LessonMoment* moment) : m_moment(moment)
{
    m_parser.DefineFun("nan", isNan, false);
    for (const LessonQuantity& quantity : lessonQuantities())
        for (const bool before : {false, true})
            define(quantity, before);
}

void Reckoner::define(const LessonQuantity& quantity, bool before)
{
    const std::string name = std::string(quantity.name) + (before ? "_before" : "");
    Bound& bound = m_bound.emplace_back(Bound{this, &quantity, before});
    switch (quantity.arity) {
    case 0:
        m_parser.DefineVar(name, &m_constants.emplace_back(m_moment ? compute(bound, {}) : 0));
        break;
    case 1:
        m_parser.DefineFunUserData(name, &call1, &bound, false);
        break;
    case 2:
        m_parser.DefineFunUserData(name, &call2, &bound, false);
        break;
    case 3:
        m_parser.DefineFunUserData(name, &call3, &bound, false);
        break;
    case 4:
        m_parser.DefineFunUserData(name, &call4, &bound, false);
        break;
    }
}

double Reckoner::call(void* bound, std::initializer_list<double> arguments)
{
    const auto& known = *static_cast<const Bound*>(bound);
    return known.reckoner->compute(known, std::span(arguments.begin(), arguments.size()));
}

/// muParser is not thrown through: what goes wrong is kept, and told when it is done.
double Reckoner::compute(const Bound& bound, std::span<const double> arguments)
{
    if (!m_moment)
        return 0;
    LessonNumbers& before = m_moment->before;
    const Result<double> value = bound.quantity->of(bound.before ? before : m_moment->now, before, arguments);
    if (!value && !m_error)
        m_error = value.error();
    return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

Result<double> Reckoner::value(const std::string& formula)
{
    try {
        m_parser.SetExpr(formula);
        int values = 0;
        const double* value = m_parser.Eval(values);
        if (m_error)
            return tl::unexpected(*m_error);
        if (values != 1)
            return failure(
                LAYERNORM_SENTENCE("Core", "The formula \"%1\" has %2 values; leave the comma out"),
                {formula, std::to_string(values)});
        return *value;
    } catch (const mu::ParserError& error) {
        return refused(formula, error);
    }
}

Result<void> Reckoner::check(const std::string& formula)
{
    try {
        m_parser.SetExpr(formula);
        for (const auto& [name, place] : m_parser.GetUsedVar())
            if (!m_parser.GetVar().contains(name))
                return failure(LAYERNORM_SENTENCE("Core", "The formula \"%1\" names \"%2\", which is not "
                                                          "known; resources/lessons/README.md lists what is"),
                               {formula, name});
        if (const auto value = this->value(formula); !value)
            return tl::unexpected(value.error());
        return {};
    } catch (const mu::ParserError& error) {
        return refused(formula, error);
    }
}

} // namespace

Result<double> evaluated(const std::string& formula, const LessonMoment& moment)
{
    return Reckoner(&moment).value(formula);
}

Result<void> checkFormula(const std::string& formula)
{
    // Made once: it knows every quantity, and a lesson has many formulas.
    thread_local Reckoner reckoner(nullptr);
    return reckoner.check(formula);
}

} // namespace layernorm
