// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/settings.h"
#include "core/io/number_notation.h"

#include <QMenu>

class QActionGroup;

namespace layernorm {

/// The choice of how all numbers are written: what kind, and how many digits. Remembered in the settings.
class NotationMenu : public QMenu
{
    Q_OBJECT

public:
    explicit NotationMenu(SettingsStore& settings, QWidget* parent = nullptr);

    /// What the settings have; Automatic where they have none that is known.
    static NumberNotation remembered(const SettingsStore& settings);

signals:
    /// What has been chosen, for the status bar.
    void told(const QString& message);

private:
    void addKind(NumberNotation::Kind kind, const QString& name);
    void chooseKind(NumberNotation::Kind kind);
    /// One digit more or fewer; from notations without digits to decimals.
    void addDigits(int more);
    void choose(const NumberNotation& notation);
    void refresh();
    [[nodiscard]] QString description() const;

    SettingsStore& m_settings;
    QActionGroup* m_kinds;
    QAction* m_more;
    QAction* m_fewer;
};

} // namespace layernorm
