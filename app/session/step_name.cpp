// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/step_name.h"

#include "core/error.h"

#include <QCoreApplication>

namespace layernorm {

StepName::StepName(QString text) : m_text(std::move(text)) {}

StepName::StepName(const char* context, const char* text, QStringList arguments)
    : m_context(context),
      m_text(QString::fromUtf8(text)),
      m_arguments(std::move(arguments))
{
}

StepName::StepName(std::function<QString()> text) : m_make(std::move(text)) {}

QString StepName::text() const
{
    if (m_make)
        return m_make();
    if (!m_context)
        return m_text;
    const QByteArray text = QCoreApplication::translate(m_context, m_text.toUtf8().constData()).toUtf8();
    Error filled{text.constData(), {}};
    for (const QString& argument : m_arguments)
        filled.arguments.push_back(
            argument.isEmpty()
                ? std::string()
                : QCoreApplication::translate("Core", argument.toUtf8().constData()).toStdString());
    return QString::fromStdString(filled.text());
}

} // namespace layernorm
