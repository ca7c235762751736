// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference.h"
#include "app/session/session.h"

#include <QElapsedTimer>
#include <QToolBar>

class QCheckBox;
class QAbstractSpinBox;
class QComboBox;
class QDoubleSpinBox;
class QSlider;
class QSpinBox;
class QToolButton;

namespace layernorm {

/// What the document is made of, along the top of the window: shape, seed, eps, dimensions, gamma and beta,
/// library, type.
class ControlBar : public QToolBar
{
    Q_OBJECT

public:
    ControlBar(Session& session, Reference& reference, QWidget* parent = nullptr);

signals:
    /// A value the session did not take, with its reason.
    void refused(const QString& reason);
    void referenceChosen(const QString& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// In front of what is added next; its access key leads there.
    void addLabel(const QString& text, QWidget* control);
    void addShape();
    void addSeed();
    void addEps();
    void addNormalizedDims();
    void addAffine();
    void addReference();
    void addDType();
    template <typename Spin>
    Spin* addSpin(const QString& name, const QString& accessibleName);

    void leaveUndoToTheWindow();
    void refresh();
    void refreshNormalizedDims();
    void refreshReference();
    void commitShape();
    void commitEps();
    void slideEps(int position);

    Session& m_session;
    Reference& m_reference;
    QSpinBox* m_batch = nullptr;
    QSpinBox* m_sequence = nullptr;
    QSpinBox* m_dimension = nullptr;
    QDoubleSpinBox* m_seed = nullptr; ///< whole numbers; a QSpinBox ends at 2^31 - 1
    QToolButton* m_new = nullptr;
    QComboBox* m_eps = nullptr;
    QSlider* m_epsSlider = nullptr;
    QComboBox* m_normalizedDims = nullptr;
    QCheckBox* m_affine = nullptr;
    QComboBox* m_library = nullptr;
    QComboBox* m_dtype = nullptr;
    int m_dragId = 0;
    QElapsedTimer m_sinceSlide;
};

} // namespace layernorm
