// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference.h"
#include "app/session/session.h"

#include <QWidget>
#include <span>

namespace layernorm {

/// A page of the lower half of the window. A new one is one file and one line in the table behind
/// `pageTable`.
struct PageEntry {
    const char* id;    ///< as --page takes it
    const char* title; ///< English; the key of its translation in the context "Pages"
    QWidget* (*make)(Session& session, Reference& reference, QWidget* parent);
};

[[nodiscard]] std::span<const PageEntry> pageTable();

} // namespace layernorm
