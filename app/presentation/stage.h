// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main_window.h"

#include <QObject>
#include <functional>

class QKeyEvent;
class QKeySequence;

namespace layernorm {

class CaptionLine;

/// A window without its menus, bars and docks (but for the lesson), that shows one of its views at a time as
/// large as the screen, and goes to the next by the keys of a presenter's clicker. It stays so: to get the
/// window back, make a new one.
class Stage : public QObject
{
    Q_OBJECT

public:
    /// `height` of the screen; text is a thirtieth of it or more, times `enlarged`.
    Stage(MainWindow& window, int height, double enlarged);

    /// The board for an id that no view has.
    void showView(const QString& id);
    [[nodiscard]] int count() const { return static_cast<int>(m_views.size()); }

signals:
    void viewChanged(const QString& id);
    void zoomWanted(int steps);
    void pointerToggled(bool strong);
    void endWanted();

protected:
    /// Keys that what has the focus has no use for.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct View {
        QString id;
        QWidget* panel = nullptr; ///< none for the board and for pages
        int page = -1;
    };

    void listViews();
    void clear();
    void addKeys();
    void addKey(const QString& name, const QList<QKeySequence>& keys, std::function<void()> run);
    void show(int view);
    void step(int views) { show(m_current + views); }
    /// To the view that a lesson's new step points at.
    void followLesson();
    [[nodiscard]] QString viewOfLesson() const;
    /// Whether the board shows it: a lesson beside it takes the room of the library's two.
    [[nodiscard]] bool isOnBoard(const QWidget* panel) const;
    /// So that all of its tables have room.
    void shareBoard();
    void enlarge(const View& view);
    void focus(const View& view);
    void movePointer(int tokens);
    void togglePointer();
    bool takeKey(const QKeyEvent& event);
    void refreshCaption();
    [[nodiscard]] QString nameOf(const View& view) const;

    MainWindow& m_window;
    MainWindow::Parts m_parts;
    int m_height;
    double m_enlarged;
    QList<View> m_views;
    int m_current = 0;
    int m_lessonStep = -1; ///< the one that was followed last
    CaptionLine* m_caption;
};

} // namespace layernorm
