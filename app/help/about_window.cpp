// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/about_window.h"

#include "app/look/theme.h"
#include "app/plots/plot_version.h"
#include "core/version.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

namespace layernorm {

QList<Part> partsInUse(const Reference& reference)
{
    QList<Part> parts{
        {QStringLiteral("LayerNorm Explorer"), QStringLiteral(LAYERNORM_VERSION)},
        {QStringLiteral("Qt"), QString::fromLatin1(qVersion())}, // the one that runs, not the one built with
        {QStringLiteral("Eigen"), QString::fromStdString(eigenVersion())},
        {QStringLiteral("QCustomPlot"), plotVersion()},
    };
    if (reference.library())
        parts << Part{reference.state().name, reference.state().version};
    return parts;
}

AboutWindow::AboutWindow(const Reference& reference, QWidget* parent)
    : QDialog(parent),
      m_reference(reference),
      m_text(new QLabel)
{
    setObjectName(QStringLiteral("aboutWindow"));
    setWindowTitle(tr("About LayerNorm Explorer"));
    m_text->setObjectName(QStringLiteral("aboutText"));
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setMinimumWidth(Theme::scaled(480));
    m_text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_text->setOpenExternalLinks(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->setObjectName(QStringLiteral("aboutButtons"));
    QPushButton* copyButton = buttons->addButton(tr("&Copy the versions"), QDialogButtonBox::ActionRole);
    copyButton->setObjectName(QStringLiteral("copyVersions"));
    connect(copyButton, &QPushButton::clicked, this, &AboutWindow::copy);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::scaled(20), Theme::scaled(12), Theme::scaled(20), Theme::scaled(12));
    column->addWidget(m_text);
    column->addWidget(buttons);
    connect(&reference, &Reference::stateChanged, this, &AboutWindow::refresh);
    refresh();
}

void AboutWindow::refresh()
{
    QString versions;
    for (const Part& part : partsInUse(m_reference))
        versions += QStringLiteral("<tr><td style=\"padding-right:16px\">%1</td><td><b>%2</b></td></tr>")
                        .arg(part.name.toHtmlEscaped(),
                             part.version.isEmpty() ? tr("not running") : part.version.toHtmlEscaped());
    if (!m_reference.library())
        versions +=
            QStringLiteral("<tr><td colspan=\"2\">%1</td></tr>").arg(tr("no library to compare with"));
    m_text->setText(
        QStringLiteral("<h2>LayerNorm Explorer</h2><p>%1</p><table>%2</table><p>%3</p><p>%4</p>")
            .arg(
                tr("LayerNorm works on one token at a time, and you can see it: every token is normalised by "
                   "its own mean and its own biased variance, and the result stands beside that of a real "
                   "library."),
                versions,
                tr("LayerNorm: Ba, Kiros and Hinton 2016. The corrected two-pass sum: Chan, Golub and "
                   "LeVeque "
                   "1983. Transformer: Vaswani et al. 2017. Residual: He et al. 2016. Pre-LN, analysed: "
                   "Xiong et al. "
                   "2020. RMSNorm: Zhang and Sennrich 2019. Colours of curves: Tol. Word vectors: "
                   "Pennington, "
                   "Socher and Manning 2014."),
                tr("Free software under the GNU General Public License, version 3 or later, without any "
                   "warranty.")));
}

void AboutWindow::copy()
{
    QStringList lines;
    for (const Part& part : partsInUse(m_reference))
        lines << QStringLiteral("%1 %2").arg(part.name, part.version).trimmed();
    lines << QSysInfo::prettyProductName() + u' ' + QSysInfo::currentCpuArchitecture();
    QGuiApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
}

} // namespace layernorm
