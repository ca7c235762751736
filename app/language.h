// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QStringView>
#include <QTranslator>
#include <span>

namespace layernorm {

/// A language that the window can speak. A new one is a line in the table behind `languages`, a translation
/// and the texts of the help.
struct Language {
    const char* id; ///< as --language takes it and as the files of translations are called
    QLocale::Language speech;
    QLocale::Country country;
};

/// The first is spoken where none is found.
[[nodiscard]] std::span<const Language> languages();

/// What an id or the name of a locale means: all of "zh", "zh_TW" and "zh-Hant-HK" are Chinese, of which
/// there is the simplified one. nullptr: no such language.
[[nodiscard]] const Language* findLanguage(QStringView wanted);

/// The first of the system's languages that there is; English where there is none.
[[nodiscard]] const Language& systemLanguage();

/// One sentence for who has asked for a language that does not exist.
[[nodiscard]] QString noSuchLanguage(const QString& wanted);

/// Has the whole application speak one language at a time.
class Speech
{
public:
    Speech() = default;
    ~Speech();
    Speech(const Speech&) = delete;
    Speech& operator=(const Speech&) = delete;

    void speak(const Language& language);
    /// Of the whole application.
    [[nodiscard]] static const Language& current();

private:
    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace layernorm
