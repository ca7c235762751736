// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/tensor_panel.h"

#include "app/look/theme.h"
#include "app/models/affine_model.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace layernorm {

TensorPanel::TensorPanel(Session& session, TensorModel* model, const QString& title, const QString& note,
                         QWidget* parent)
    : Panel(title, note, parent),
      m_view(new TensorView(session, model)),
      m_message(new QLabel),
      m_button(new QPushButton),
      m_below(new QWidget)
{
    m_view->setAccessibleName(title);
    m_message->setObjectName(QStringLiteral("panelMessage"));
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_button->setObjectName(QStringLiteral("panelButton"));
    content()->addWidget(m_view, 1);
    content()->addWidget(m_message);
    content()->addWidget(m_button, 0, Qt::AlignLeft);
    content()->addWidget(m_below);
    m_below->hide();
    connect(m_button, &QPushButton::clicked, this, &TensorPanel::buttonClicked);
    setMessage({});
}

void TensorPanel::setMessage(const QString& message, const QString& button)
{
    m_message->setText(message);
    m_message->setVisible(!message.isEmpty());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    m_view->setVisible(message.isEmpty());
    // Without a table, the message stands at the top.
    content()->setStretch(content()->indexOf(m_below), message.isEmpty() ? 0 : 1);
    m_below->setVisible(!message.isEmpty() || m_below->minimumHeight() > 0);
}

void TensorPanel::setPresented(const TextRange& range)
{
    setTitlePixels(static_cast<int>(range.least * range.enlarged));
    m_view->setPresented(range);
}

void TensorPanel::setRoomBelow(int pixels)
{
    m_below->setMinimumHeight(pixels);
    m_below->setVisible(pixels > 0 || !m_message->text().isEmpty());
}

namespace {

/// As much of a word as stands beside its row; the rest is in the tool tip.
constexpr int longestTitle = 14;

QString widestRowTitle(const Session& session)
{
    QString widest = session.rowPlace(session.layout().rows() - 1);
    for (const QString& label : session.labels())
        if (label.size() > widest.size())
            widest = label;
    return widest.left(longestTitle);
}

} // namespace

InputPanel::InputPanel(Session& session, InputModel* model, AffineModel* affine, QWidget* parent)
    : TensorPanel(session, model, tr("Input"), tr("double-click to edit"), parent),
      m_session(session),
      m_affineView(new NumberTable(TensorModel::ChangedRole))
{
    view()->setObjectName(QStringLiteral("inputView"));
    m_affineView->setObjectName(QStringLiteral("affineView"));
    m_affineView->setAccessibleName(tr("gamma and beta"));
    m_affineView->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                                  QAbstractItemView::AnyKeyPressed);
    m_affineView->setModel(affine);
    m_affineView->horizontalHeader()->hide();
    m_affineView->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_affineView->setRowHeights(30, 30);
    m_affineView->followColumnsOf(*view());
    content()->addWidget(m_affineView);
    connect(view()->horizontalScrollBar(), &QScrollBar::valueChanged, m_affineView->horizontalScrollBar(),
            &QScrollBar::setValue);
    connect(m_affineView->horizontalScrollBar(), &QScrollBar::valueChanged, view()->horizontalScrollBar(),
            &QScrollBar::setValue);
    connect(&session, &Session::changed, this, [this](const Change& change) {
        if (change.has(Change::Layout))
            refreshRowNames();
        refresh();
    });
    refreshRowNames();
    refresh();
}

void InputPanel::refreshRowNames()
{
    const QString widest = widestRowTitle(m_session);
    view()->setRowNameSample(widest);
    m_affineView->setRowNameSample(widest);
}

void InputPanel::setPresented(const TextRange& range)
{
    // Of its rows as many are seen as fit below the input's: no text of their own size.
    const TextRange least{range.least, range.least, range.enlarged};
    m_affineView->setPresented(range.isSet() ? least : range);
    refresh();
    TensorPanel::setPresented(range);
}

void InputPanel::refresh()
{
    m_affineView->setVisible(m_session.affine());
    const int rows = std::min(m_affineView->model()->rowCount(), 4);
    const int height = rows * m_affineView->verticalHeader()->defaultSectionSize();
    m_affineView->setFixedHeight(height);
    emit roomBelowChanged(m_session.affine() ? height : 0);
}

} // namespace layernorm
