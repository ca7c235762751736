// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QString>

namespace layernorm {

/// Whether the desktop wants dark windows and high contrast, and when it changes its mind.
///
/// The desktop portal says so (org.freedesktop.portal.Settings, namespace org.freedesktop.appearance), which
/// GNOME, KDE and others have; where there is none, the palette the program was started with decides.
/// Nothing is waited for: until the portal has answered, what it said last time holds.
class SystemLook : public QObject
{
    Q_OBJECT

public:
    explicit SystemLook(QObject* parent = nullptr);

    [[nodiscard]] bool isDark() const
    {
        return m_scheme == Scheme::None ? m_startedDark : m_scheme == Scheme::Dark;
    }
    [[nodiscard]] bool hasHighContrast() const { return m_highContrast; }

    /// "dark", "light high-contrast": to be remembered, and given back at the next start.
    [[nodiscard]] QString memory() const;
    void remember(const QString& memory);
    /// Asks the portal, and listens to it from then on.
    void follow();

public slots:
    /// As the portal says it: "color-scheme" 0 none, 1 dark, 2 light; "contrast" 0 none, 1 high. Anything
    /// else is not taken for an answer.
    void take(const QString& space, const QString& key, const QDBusVariant& value);

signals:
    void changed();

private:
    enum class Scheme { None, Dark, Light };

    void ask(const QString& key);
    void set(Scheme scheme, bool highContrast);

    bool m_startedDark;
    Scheme m_scheme = Scheme::None;
    bool m_highContrast = false;
};

} // namespace layernorm
