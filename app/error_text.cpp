// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/error_text.h"

#include <QCoreApplication>

namespace layernorm {

QString errorText(const Error& error)
{
    const QByteArray translated = QCoreApplication::translate("Core", error.sentence).toUtf8();
    Error local{translated.constData(), error.arguments};
    // Some are half sentences of the core's own ("save the table into it again"); names and numbers have no
    // translation.
    for (std::string& argument : local.arguments)
        if (!argument.empty())
            argument = QCoreApplication::translate("Core", argument.c_str()).toStdString();
    return QString::fromStdString(local.text());
}

} // namespace layernorm
