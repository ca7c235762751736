// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <system_error>

namespace layernorm {

/// The file as a whole, or, where an error is returned (the system's reason), as it was before.
[[nodiscard]] std::error_code writeWholeFile(const QString& file, const QByteArray& content);

} // namespace layernorm
