// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

namespace layernorm {

/// What is shown, whether the results agree, and where in the presentation it is: one quiet line below the
/// view.
class CaptionLine : public QWidget
{
    Q_OBJECT

public:
    explicit CaptionLine(int textPixels, QWidget* parent = nullptr);

    void setView(const QString& name, int number, int count);
    void setVerdict(const QString& verdict, const QColor& colour);
    /// All of it in one line.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void tellReaders();

    QString m_name;
    QString m_place;
    QString m_verdict;
    QColor m_verdictColour;
};

} // namespace layernorm
