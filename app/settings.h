// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QVariant>
#include <memory>

namespace layernorm {

/// One remembered choice: its key and what holds until the user has chosen.
struct Setting {
    const char* key;
    const char* fallback;
};

/// Everything that is remembered between runs.
namespace settings {
inline constexpr Setting theme{"theme", "system"};          ///< system, light, dark, high-contrast
inline constexpr Setting systemLook{"systemLook", ""};      ///< what the system wanted last time
inline constexpr Setting language{"language", "system"};    ///< system, en, zh_CN
inline constexpr Setting zoom{"zoom", "100"};               ///< per cent
inline constexpr Setting numbers{"numbers", "true"};        ///< whether cells show their numbers
inline constexpr Setting notation{"notation", "automatic"}; ///< as NumberNotation::parse has it
inline constexpr Setting reference{"reference", "torch"};
inline constexpr Setting python{"python", ""};
inline constexpr Setting geometry{"window/geometry", ""};
inline constexpr Setting columns{"window/columns", ""}; ///< widths of the panels
inline constexpr Setting halves{"window/halves", ""};   ///< heights of panels and pages
inline constexpr Setting page{"window/page", "step-by-step"};
inline constexpr Setting lessonProgress{"lessons/progress", ""}; ///< see app/lessons/lesson_progress.h
inline constexpr Setting recentFiles{"recentFiles", ""};
} // namespace settings

/// Where settings are kept: the user's file, or, for screenshots and tests, memory only.
class SettingsStore
{
public:
    enum class Kind { UserFile, MemoryOnly };

    explicit SettingsStore(Kind kind);

    [[nodiscard]] QVariant value(const Setting& setting) const;
    /// Whether the user, in this run or another, has.
    [[nodiscard]] bool isChosen(const Setting& setting) const;
    [[nodiscard]] QString text(const Setting& setting) const { return value(setting).toString(); }
    void set(const Setting& setting, const QVariant& value);
    /// For this run only, until `set`.
    void override(const Setting& setting, const QVariant& value);

private:
    std::unique_ptr<QSettings> m_file; ///< none in memory
    QVariantMap m_memory;              ///< wins over the file
};

} // namespace layernorm
