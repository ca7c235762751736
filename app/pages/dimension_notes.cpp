// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/dimension_notes.h"

#include "app/look/number_display.h"
#include "app/look/shown_notation.h"
#include "app/look/theme.h"
#include "app/pages/dimension_charts.h"
#include "app/plots/few_outputs_drawing.h"

#include <QCoreApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <cmath>
#include <limits>

namespace layernorm {

namespace {

using Subject = DimensionNotes::Subject;

struct Notes {
    Q_DECLARE_TR_FUNCTIONS(Notes)
};

QString paragraph(const QString& text)
{
    return QStringLiteral("<p style='margin-top:0; margin-bottom:4px'>") + text + QStringLiteral("</p>");
}

/// What the outputs in the facts and the drawing lack.
QString affineNote()
{
    return QStringLiteral("<p style='margin-top:4px; margin-bottom:0; color:%1'>%2</p>")
        .arg(Theme::current().muted.name(), Notes::tr("All y are without γ and β."));
}

/// A row of a table of facts: what, how much, and what to hold it against.
QString factRow(const QString& name, const QString& value, const QString& law)
{
    return QStringLiteral("<tr><td>%1</td><td style='padding-left:%2px'><b>%3</b></td>"
                          "<td style='padding-left:%2px; color:%4'>%5</td></tr>")
        .arg(name, QString::number(Theme::scaled(10)), value, Theme::current().muted.name(), law);
}

QString factTable(const QString& rows)
{
    return QStringLiteral("<table cellspacing=0>") + rows + QStringLiteral("</table>");
}

QString headingOf(const Subject& subject)
{
    const std::int64_t dimension = subject.point.dimension;
    if (std::isnan(subject.point.maxAbsOutput))
        return Notes::tr("D = %1: NaN").arg(dimension);
    if (dimension == 1)
        return Notes::tr("D = 1: always β");
    if (dimension == 2)
        return Notes::tr("D = 2: plus and minus the same");
    if (dimension == 3)
        return Notes::tr("D = 3: on a circle");
    return QStringLiteral("D = %1").arg(dimension);
}

QString nanReason(const Subject& subject)
{
    return subject.point.variance == 0 && subject.eps == 0
               ? Notes::tr("All values are equal, so x − μ = 0 and σ² = 0; with ε = 0 every output is 0 / 0.")
               : Notes::tr("NaN, an infinity or an overflow among these values makes every output NaN.");
}

QString meaningOfTwo(const Subject& subject)
{
    if (subject.point.variance == 0)
        return Notes::tr("Two values lie equally far from their mean. These are equal: both outputs are 0.");
    return Notes::tr(
               "Two values lie equally far from their mean: y = ±√(σ² / (σ² + ε)) = ±%1; without ε it is ±1.")
        .arg(exactDisplayText(subject.point.maxAbsOutput, subject.dtype));
}

QString meaningOfThree(const Subject& subject)
{
    const double square = 3 * subject.point.variance / (subject.point.variance + subject.eps);
    return Notes::
        tr("The outputs add up to 0 (a plane), their squares to 3σ² / (σ² + ε) = %1 (a sphere): a circle of "
           "radius %2.")
            .arg(briefText(square), briefText(std::sqrt(square)));
}

/// Whose values these are.
QString origin(const Subject& subject)
{
    const std::int64_t dimension = subject.point.dimension;
    if (dimension > subject.ownValues)
        return Notes::tr("%1 of the token's own values, then %2 from N(0, 1).")
            .arg(subject.ownValues)
            .arg(dimension - subject.ownValues)
            // Never parted at the end of a line.
            .replace(QStringLiteral("(0, 1)"), QStringLiteral("(0,\u00a01)"));
    if (dimension == subject.ownValues)
        return Notes::tr("The token as it is.");
    return Notes::tr("The first %1 of the token's %L2 values.").arg(dimension).arg(subject.ownValues);
}

/// What this D does to the outputs, in a sentence or two.
QString meaning(const Subject& subject)
{
    if (std::isnan(subject.point.maxAbsOutput))
        return nanReason(subject);
    switch (subject.point.dimension) {
    case 1:
        return Notes::tr(
                   "One value is its own mean: x − μ = 0, so the output is β = %1, whatever finite x is.")
            .arg(briefText(subject.beta));
    case 2:
        return meaningOfTwo(subject);
    case 3:
        return meaningOfThree(subject);
    default:
        return origin(subject);
    }
}

QString besselRow(const DimensionPoint& point)
{
    const QString name = Notes::tr("unbiased σ²");
    if (point.dimension == 1)
        return factRow(name, QStringLiteral("–"), Notes::tr("would divide by D − 1 = 0"));
    return factRow(name, briefText(point.variance * point.besselFactor),
                   QStringLiteral("σ² · %1 / %2 = σ² · %3")
                       .arg(point.dimension)
                       .arg(point.dimension - 1)
                       .arg(point.besselFactor, 0, 'g', 5));
}

QString facts(const DimensionPoint& point)
{
    const NormalLaw law = normalLaw(point.dimension);
    const auto expected = [](double centre, double deviation) {
        return Notes::tr("N(0, 1) values: %1 ± %2").arg(briefText(centre), briefText(deviation));
    };
    return factTable(
        factRow(QStringLiteral("μ"), briefText(point.mean), expected(0, law.meanDeviation)) +
        factRow(QStringLiteral("σ²"), briefText(point.variance),
                expected(law.variance, law.varianceDeviation)) +
        factRow(Notes::tr("largest |y|"), briefText(point.maxAbsOutput),
                Notes::tr("at most √%1 = %2").arg(point.dimension - 1).arg(briefText(point.bound))) +
        besselRow(point));
}

QString timeAt(const DimensionTimes::Seconds& seconds, std::size_t index)
{
    constexpr double nanosecondsInASecond = 1e9;
    return timeText(index < seconds.size() ? seconds[index] * nanosecondsInASecond
                                           : std::numeric_limits<double>::quiet_NaN());
}

} // namespace

DimensionNotes::DimensionNotes(QWidget* parent)
    : QWidget(parent),
      m_heading(new QLabel),
      m_text(new QLabel),
      m_drawing(new FewOutputsDrawing),
      m_again(new QPushButton)
{
    m_heading->setObjectName(QStringLiteral("dimensionHeading"));
    QFont bold = m_heading->font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_text->setObjectName(QStringLiteral("dimensionNotes"));
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_drawing->setObjectName(QStringLiteral("fewOutputsDrawing"));
    m_drawing->setMaximumHeight(Theme::scaled(360));
    m_again->setObjectName(QStringLiteral("measureAgainButton"));
    connect(m_again, &QPushButton::clicked, this, &DimensionNotes::measureAgain);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::scaled(4));
    column->addWidget(m_heading);
    column->addWidget(m_text);
    column->addWidget(m_again, 0, Qt::AlignLeft);
    column->addWidget(m_drawing, 1);
    column->addStretch();
    m_again->hide();
    m_drawing->hide();
}

void DimensionNotes::tell(const Subject& subject)
{
    m_heading->setText(headingOf(subject));
    m_text->setText(paragraph(meaning(subject)) + facts(subject.point) +
                    (subject.affine ? affineNote() : QString()));
    m_drawing->setOutputs(subject.fewOutputs);
    m_drawing->setVisible(!subject.fewOutputs.isEmpty());
    m_again->hide();
}

void DimensionNotes::tellTimes(const std::vector<std::int64_t>& dimensions, std::size_t index,
                               const DimensionTimes& times)
{
    m_heading->setText(QStringLiteral("D = %1").arg(dimensions[index]));
    QString rows = factRow(tr("ours"), timeAt(times.ours(), index), tr("in this process, one thread"));
    QString explanation = tr("Median time per token, measured here and now.");
    if (!times.libraryTitle().isEmpty()) {
        rows += factRow(times.libraryTitle(), timeAt(times.library(), index), tr("through its worker"));
        explanation +=
            u' ' + tr("The library runs in a process of its own: its time includes the pipe that carries "
                      "every value there and back, so do not read it as a speed comparison.");
    }
    m_text->setText(factTable(rows) + QStringLiteral("<p style='margin-top:6px'>") + explanation +
                    QStringLiteral("</p>"));
    m_drawing->hide();
    m_again->setText(times.isRunning() ? tr("measuring …") : tr("measure again"));
    m_again->setEnabled(!times.isRunning());
    m_again->show();
}

} // namespace layernorm
