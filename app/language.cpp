// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <array>

namespace layernorm {

namespace {

const Language* spoken = nullptr;

} // namespace

std::span<const Language> languages()
{
    static constexpr std::array table{
        Language{"en", QLocale::English, QLocale::AnyCountry},
        Language{"zh_CN", QLocale::Chinese, QLocale::China},
    };
    return table;
}

const Language* findLanguage(QStringView wanted)
{
    qsizetype end = 0;
    while (end < wanted.size() && wanted[end].isLetter())
        ++end;
    const QStringView speech = wanted.left(end);
    for (const Language& language : languages())
        if (speech.compare(QLatin1String(language.id, 2), Qt::CaseInsensitive) == 0)
            return &language;
    return nullptr;
}

const Language& systemLanguage()
{
    for (const QString& name : QLocale::system().uiLanguages())
        if (const Language* language = findLanguage(name))
            return *language;
    return languages().front();
}

QString noSuchLanguage(const QString& wanted)
{
    QStringList ids;
    for (const Language& language : languages())
        ids << QLatin1String(language.id);
    return QCoreApplication::translate("Language",
                                       "There is no language \"%1\", so this is English; choose %2")
        .arg(wanted, ids.join(QStringLiteral(", ")));
}

Speech::~Speech()
{
    spoken = nullptr;
}

void Speech::speak(const Language& language)
{
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
    spoken = &language;
    QLocale::setDefault(QLocale(language.speech, language.country));
    const QString id = QLatin1String(language.id);
    // English has a translation too: that of "%n value(s)".
    if (m_own.load(QStringLiteral(":/i18n/layernorm-explorer_%1.qm").arg(id)))
        QCoreApplication::installTranslator(&m_own);
    if (language.speech != QLocale::English &&
        m_qt.load(QStringLiteral("qtbase_") + id, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
}

const Language& Speech::current()
{
    return spoken ? *spoken : languages().front();
}

} // namespace layernorm
