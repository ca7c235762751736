// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/help/help_topics.h"
#include "app/language.h"

namespace layernorm {

/// A topic's page in Markdown, in the language that is spoken; empty when the program lacks it.
[[nodiscard]] QString helpText(const HelpTopic& topic, const Language& language = Speech::current());
/// Its first heading.
[[nodiscard]] QString helpTitle(const HelpTopic& topic);
/// Its first paragraph, without marks: what the thing is.
[[nodiscard]] QString helpSummary(const HelpTopic& topic);

/// Rich text for What's This: what the widget is called, what its tool tip says, what its topic says, and a
/// link to it ("help:ID").
[[nodiscard]] QString whatsThisText(const QWidget& widget);
[[nodiscard]] QString whatsThisText(const QAction& action);

/// The topic that a link of such a text leads to; nullptr for other links.
[[nodiscard]] const HelpTopic* linkedTopic(const QString& href);

/// A menu's text as it is read: without "&", "(&F)" and what stands where shortcuts do.
[[nodiscard]] QString withoutAccessKey(const QString& text);

} // namespace layernorm
