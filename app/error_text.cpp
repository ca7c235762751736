// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/error_text.h"

#include <QCoreApplication>

namespace layernorm {

QString errorText(const Error& error)
{
    const QByteArray translated = QCoreApplication::translate("Core", error.sentence).toUtf8();
    const Error local{translated.constData(), error.arguments};
    return QString::fromStdString(local.text());
}

} // namespace layernorm
