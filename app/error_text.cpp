// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/error_text.h"

#include <QCoreApplication>
#include <string_view>

namespace layernorm {

QString errorText(const Error& error)
{
    const QByteArray translated = QCoreApplication::translate("Core", error.sentence).toUtf8();
    Error local{translated.constData(), error.arguments};
    // Some are half sentences of the core's own ("save the table into it again"); names and numbers have no
    // translation. What stands in quotation marks is the user's, even where it is a word of the core's as
    // well.
    const std::string_view sentence = error.sentence;
    for (std::size_t i = 0; i < local.arguments.size(); ++i) {
        std::string& argument = local.arguments[i];
        const bool quoted = sentence.find("\"%" + std::to_string(i + 1) + '"') != std::string_view::npos;
        if (!argument.empty() && !quoted)
            argument = QCoreApplication::translate("Core", argument.c_str()).toStdString();
    }
    return QString::fromStdString(local.text());
}

} // namespace layernorm
