// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/system_look.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QPalette>

namespace layernorm {

namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString schemeKey = QStringLiteral("color-scheme");
const QString contrastKey = QStringLiteral("contrast");

/// The platform's palette, as long as nobody has set another.
bool startedDark()
{
    static const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

} // namespace

SystemLook::SystemLook(QObject* parent) : QObject(parent), m_startedDark(startedDark()) {}

QString SystemLook::memory() const
{
    const QString scheme = m_scheme == Scheme::Dark    ? QStringLiteral("dark")
                           : m_scheme == Scheme::Light ? QStringLiteral("light")
                                                       : QString();
    return (scheme + (m_highContrast ? QStringLiteral(" high-contrast") : QString())).trimmed();
}

void SystemLook::remember(const QString& memory)
{
    const QStringList words = memory.split(u' ');
    m_scheme = words.contains(u"dark")    ? Scheme::Dark
               : words.contains(u"light") ? Scheme::Light
                                          : Scheme::None;
    m_highContrast = words.contains(u"high-contrast");
}

void SystemLook::follow()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(take(QString, QString, QDBusVariant)));
    ask(schemeKey);
    ask(contrastKey);
}

void SystemLook::ask(const QString& key)
{
    QDBusMessage question = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    question << appearance << key;
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, key](QDBusPendingCallWatcher* answered) {
                const QDBusPendingReply<QDBusVariant> reply = *answered;
                if (reply.isValid())
                    take(appearance, key, reply.value());
                answered->deleteLater();
            });
}

void SystemLook::take(const QString& space, const QString& key, const QDBusVariant& value)
{
    // `Read` wraps its answer once more than the signal does.
    QVariant inner = value.variant();
    while (inner.canConvert<QDBusVariant>())
        inner = inner.value<QDBusVariant>().variant();
    bool isNumber = false;
    const uint number = inner.toUInt(&isNumber);
    if (space != appearance || !isNumber)
        return;
    if (key == schemeKey)
        set(number == 1 ? Scheme::Dark : number == 2 ? Scheme::Light : Scheme::None, m_highContrast);
    else if (key == contrastKey)
        set(m_scheme, number == 1);
}

void SystemLook::set(Scheme scheme, bool highContrast)
{
    if (scheme == m_scheme && highContrast == m_highContrast)
        return;
    m_scheme = scheme;
    m_highContrast = highContrast;
    emit changed();
}

} // namespace layernorm
