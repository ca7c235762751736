// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export/whole_file.h"

#include "core/io/file_replacement.h"

#include <QFile>

namespace layernorm {

std::error_code writeWholeFile(const QString& file, const QByteArray& content)
{
    FileReplacement replacement(QFile::encodeName(file).toStdString());
    if (const std::error_code reason = replacement.open())
        return reason;
    if (const std::error_code reason = replacement.write(std::as_bytes(std::span(content))))
        return reason;
    return replacement.commit();
}

} // namespace layernorm
