// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>
#include <vector>

class QGridLayout;
class QPushButton;

namespace layernorm {

class QuietLabel;
class RowStrip;

/// What a change of the input would do to the rows of two operations' outputs, one below the other, and a
/// button that makes the change.
class ProofView : public QWidget
{
    Q_OBJECT

public:
    struct Line {
        QString name;
        std::vector<bool> moved;
        std::int64_t edited = -1; ///< index into `moved`
        QString verdict;
        bool stays = true;
    };

    /// `name` begins the object names of the parts: "NameButton", "NameVerdict0", "NameVerdict1".
    ProofView(const QString& name, const QString& title, QWidget* parent = nullptr);

    void setAction(const QString& text, const QString& toolTip, bool possible);
    void setLines(const std::array<Line, 2>& lines);

signals:
    /// The change is to be made.
    void requested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Row {
        QuietLabel* name;
        RowStrip* strip;
        QuietLabel* verdict;
    };

    void fitNames();

    QPushButton* m_button;
    QGridLayout* m_grid;
    std::array<Row, 2> m_rows{};
};

} // namespace layernorm
