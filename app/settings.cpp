// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings.h"

namespace layernorm {

SettingsStore::SettingsStore(Kind kind)
{
    if (kind == Kind::UserFile)
        m_file = std::make_unique<QSettings>(QStringLiteral("layernorm-explorer"),
                                             QStringLiteral("layernorm-explorer"));
}

QVariant SettingsStore::value(const Setting& setting) const
{
    const QString key = QString::fromLatin1(setting.key);
    const QVariant fallback = QString::fromLatin1(setting.fallback);
    if (m_memory.contains(key))
        return m_memory.value(key);
    return m_file ? m_file->value(key, fallback) : fallback;
}

bool SettingsStore::isChosen(const Setting& setting) const
{
    const QString key = QString::fromLatin1(setting.key);
    return m_memory.contains(key) || (m_file && m_file->contains(key));
}

void SettingsStore::set(const Setting& setting, const QVariant& value)
{
    const QString key = QString::fromLatin1(setting.key);
    if (!m_file) {
        m_memory.insert(key, value);
        return;
    }
    m_memory.remove(key);
    m_file->setValue(key, value);
}

void SettingsStore::override(const Setting& setting, const QVariant& value)
{
    m_memory.insert(QString::fromLatin1(setting.key), value);
}

} // namespace layernorm
