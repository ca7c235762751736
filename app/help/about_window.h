// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference.h"

#include <QDialog>

class QLabel;

namespace layernorm {

/// What the program is made of.
struct Part {
    QString name;
    QString version;
};

/// The program, what it is built on, and the library that runs now.
[[nodiscard]] QList<Part> partsInUse(const Reference& reference);

/// Says what the program is, which versions are at work, its licence and the papers behind it. Stays beside
/// the window.
class AboutWindow : public QDialog
{
    Q_OBJECT

public:
    AboutWindow(const Reference& reference, QWidget* parent);

private:
    void refresh();
    void copy();

    const Reference& m_reference;
    QLabel* m_text;
};

} // namespace layernorm
