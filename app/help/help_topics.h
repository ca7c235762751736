// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <span>

class QAction;
class QWidget;

namespace layernorm {

/// A page of the help. Its texts are resources/help/ID.en.md and ID.zh_CN.md: "# Title", then one idea a
/// paragraph; the first paragraph says what the thing is and serves as What's This.
struct HelpTopic {
    const char* id;
    /// Object names of the widgets, actions and menus it is about, between blanks; one that ends in "*"
    /// stands for all that begin so, and "page:ID" for a page of the window's lower half.
    const char* places;
};

/// In the order of the help's table of contents; the first one is about the window as a whole.
[[nodiscard]] std::span<const HelpTopic> helpTopics();
/// nullptr for an id that there is not.
[[nodiscard]] const HelpTopic* findHelpTopic(QStringView id);

/// What the nearest of a widget and its ancestors is about; the first topic where none is about anything. An
/// ancestor may name its topic itself, by the property "helpTopic".
[[nodiscard]] const HelpTopic& helpTopicOf(const QWidget& widget);
/// The same for an action and the menus it is in.
[[nodiscard]] const HelpTopic& helpTopicOf(const QAction& action);

inline constexpr const char* helpTopicProperty = "helpTopic";

} // namespace layernorm
