// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/dialogs.h"
#include "app/settings.h"

#include <QList>
#include <QObject>
#include <functional>

class QMenu;
class QWidget;

namespace layernorm {

namespace settings {
inline constexpr Setting pictureScale{"pictureScale", "2"}; ///< pixels of a saved PNG a pixel of the screen
} // namespace settings

/// Takes views of a window away as pictures: saves them as PNG, SVG and PDF, copies and prints them. The
/// menu's actions are named "savePicture:ID", "copyPicture:ID", "printView:ID" and "pictureScale:N".
class ExportActions : public QObject
{
    Q_OBJECT

public:
    /// The object belongs to the window.
    ExportActions(QWidget& window, SettingsStore& settings, Dialogs& dialogs);

    /// A view to choose, in the order of the menus. `id` names actions and proposed files; `view` is asked
    /// each time and gives nullptr while there is nothing to show.
    void addView(const QString& title, const QString& id, std::function<QWidget*()> view);
    /// What can be done with each of the views there are by now, and how many pixels a PNG has.
    void fillMenu(QMenu* menu);

    // Nothing happens for an id that no view has.
    void savePicture(const QString& id);
    /// PNG of twice the screen's pixels, and SVG.
    void copyPicture(const QString& id);
    void print(const QString& id);

signals:
    /// For the status bar.
    void told(const QString& message);
    /// What was asked for cannot be done now; one sentence.
    void refused(const QString& message);

private:
    struct View {
        QString title;
        QString id;
        std::function<QWidget*()> widget;
    };

    void addViews(QMenu* menu, const QString& action, void (ExportActions::*run)(const QString&),
                  bool asksMore);
    void addScales(QMenu* menu);
    /// The view and what it shows, or nullptr and a word to the user.
    [[nodiscard]] QWidget* widgetOf(const View* view);
    [[nodiscard]] const View* find(const QString& id) const;

    QWidget& m_window;
    SettingsStore& m_settings;
    Dialogs& m_dialogs;
    QList<View> m_views;
};

} // namespace layernorm
