// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels/control_bar.h"

#include "app/error_text.h"
#include "app/look/number_display.h"
#include "app/look/theme.h"
#include "core/explore/eps_scale.h"
#include "core/io/number_text.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

namespace layernorm {

namespace {

/// Key presses and wheel turns that follow each other this fast are one drag.
constexpr qint64 dragPauseMilliseconds = 700;

/// Another for every drag of the slider in the program: a bar made anew must not go on with the undo step of
/// the one before. Positive, as CurvePlot's are negative.
int nextDragId()
{
    static int drags = 0;
    return ++drags;
}

void fitCombo(QComboBox& combo, int width)
{
    combo.setFixedWidth(Theme::scaled(width));
}

} // namespace

ControlBar::ControlBar(Session& session, Reference& reference, QWidget* parent)
    : QToolBar(tr("Controls"), parent),
      m_session(session),
      m_reference(reference)
{
    setObjectName(QStringLiteral("controlBar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    addShape();
    addSeed();
    addEps();
    addNormalizedDims();
    addAffine();
    addReference();
    addDType();
    leaveUndoToTheWindow();
    // Of Qt's, for what has no room in a narrow window or at 200 %: to be used without a mouse, too.
    if (auto* more = findChild<QToolButton*>(QStringLiteral("qt_toolbar_ext_button"))) {
        more->setFocusPolicy(Qt::StrongFocus);
        more->setAccessibleName(tr("more controls"));
        more->setToolTip(more->accessibleName());
    }
    connect(&session, &Session::changed, this, &ControlBar::refresh);
    connect(&reference, &Reference::stateChanged, this, &ControlBar::refreshReference);
    refresh();
    refreshReference();
}

void ControlBar::leaveUndoToTheWindow()
{
    for (QAbstractSpinBox* spin : findChildren<QAbstractSpinBox*>())
        spin->installEventFilter(this);
    m_eps->installEventFilter(this);
}

bool ControlBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride)
        return QToolBar::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const auto* line = qobject_cast<QLineEdit*>(watched);
    if (!line)
        line = watched->findChild<QLineEdit*>();
    // A field whose text is as the session has it has nothing of its own to undo, and would swallow the key.
    const bool undo = key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo) ||
                      key->keyCombination() == QKeyCombination(Qt::CTRL, Qt::Key_Y);
    if (!undo || !line || line->isModified())
        return QToolBar::eventFilter(watched, event);
    event->ignore();
    return true;
}

template <typename Spin>
Spin* ControlBar::addSpin(const QString& name, const QString& accessibleName)
{
    auto* spin = new Spin;
    spin->setObjectName(name);
    spin->setAccessibleName(accessibleName);
    spin->setToolTip(accessibleName);
    spin->setButtonSymbols(QAbstractSpinBox::UpDownArrows);
    spin->setKeyboardTracking(false);
    addWidget(spin);
    return spin;
}

void ControlBar::addLabel(const QString& text, QWidget* control)
{
    auto* label = new QLabel(text);
    label->setBuddy(control);
    insertWidget(actions().constLast(), label);
}

void ControlBar::addShape()
{
    m_batch = addSpin<QSpinBox>(QStringLiteral("batchSpin"), tr("batch size"));
    addLabel(tr("&shape"), m_batch);
    addWidget(new QLabel(QStringLiteral("×")));
    m_sequence = addSpin<QSpinBox>(QStringLiteral("sequenceSpin"), tr("sequence length"));
    addWidget(new QLabel(QStringLiteral("×")));
    m_dimension = addSpin<QSpinBox>(QStringLiteral("dimensionSpin"), tr("embedding dimension"));
    for (QSpinBox* spin : {m_batch, m_sequence, m_dimension}) {
        spin->setRange(1, static_cast<int>(Shape::maxElements));
        connect(spin, &QSpinBox::valueChanged, this, &ControlBar::commitShape);
    }
}

void ControlBar::addSeed()
{
    m_seed = addSpin<QDoubleSpinBox>(QStringLiteral("seedSpin"),
                                     tr("seed of the random numbers, as torch.manual_seed takes it"));
    addLabel(tr("see&d"), m_seed);
    constexpr double exactWholeNumbers = 0x1p53;
    m_seed->setDecimals(0);
    m_seed->setRange(0, exactWholeNumbers);
    connect(m_seed, &QDoubleSpinBox::valueChanged, this,
            [this](double seed) { m_session.setSeed(static_cast<std::uint64_t>(seed)); });
    m_new = new QToolButton;
    m_new->setObjectName(QStringLiteral("outlined"));
    m_new->setText(tr("ne&w"));
    m_new->setToolTip(tr("Draw from a new seed"));
    connect(m_new, &QToolButton::clicked, this,
            [this] { m_session.setSeed(QRandomGenerator::global()->bounded(10'000U)); });
    addWidget(m_new);
}

void ControlBar::addEps()
{
    m_eps = new QComboBox;
    m_eps->setObjectName(QStringLiteral("epsCombo"));
    m_eps->setAccessibleName(tr("eps"));
    m_eps->setToolTip(
        tr("Added to the variance before the root. Type a number, or choose whose default to use."));
    m_eps->setEditable(true);
    m_eps->setInsertPolicy(QComboBox::NoInsert);
    m_eps->setCompleter(nullptr);
    m_eps->lineEdit()->setAccessibleName(tr("eps"));
    for (const EpsPreset& preset : epsPresets())
        m_eps->addItem(QStringLiteral("%1   %2").arg(epsInputText(preset.eps), QLatin1String(preset.user)),
                       preset.eps);
    m_eps->addItem(tr("0   no eps"), 0.0);
    m_eps->view()->setMinimumWidth(Theme::scaled(140));
    fitCombo(*m_eps, 80);
    connect(m_eps, &QComboBox::activated, this, [this](int index) {
        if (const auto set = m_session.setEps(m_eps->itemData(index).toDouble()); !set)
            emit refused(errorText(set.error()));
        refresh();
    });
    connect(m_eps->lineEdit(), &QLineEdit::editingFinished, this, &ControlBar::commitEps);
    addWidget(m_eps);
    addLabel(tr("e&ps"), m_eps);

    m_epsSlider = new QSlider(Qt::Horizontal);
    m_epsSlider->setObjectName(QStringLiteral("epsSlider"));
    m_epsSlider->setAccessibleName(tr("eps from 0 and 1e-12 to 10, logarithmic"));
    m_epsSlider->setToolTip(tr("eps: 0, then 1e-12 to 10 (logarithmic)"));
    m_epsSlider->setRange(0, epsLastPosition);
    m_epsSlider->setPageStep(epsStepsPerDecade);
    m_epsSlider->setMinimumWidth(Theme::scaled(60));
    m_epsSlider->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_epsSlider->setMaximumWidth(Theme::scaled(240));
    connect(m_epsSlider, &QSlider::sliderPressed, this, [this] { m_dragId = nextDragId(); });
    connect(m_epsSlider, &QSlider::valueChanged, this, &ControlBar::slideEps);
    addWidget(m_epsSlider);
}

void ControlBar::addNormalizedDims()
{
    m_normalizedDims = new QComboBox;
    m_normalizedDims->setObjectName(QStringLiteral("normalizedDimsCombo"));
    m_normalizedDims->setAccessibleName(tr("normalise over"));
    m_normalizedDims->setToolTip(tr("Which values share one mean and one variance"));
    fitCombo(*m_normalizedDims, 138);
    connect(m_normalizedDims, &QComboBox::activated, this,
            [this](int index) { m_session.setNormalizedDims(index + 1); });
    addWidget(m_normalizedDims);
    addLabel(tr("&normalise over"), m_normalizedDims);
}

void ControlBar::addAffine()
{
    m_affine = new QCheckBox(tr("γ, β"));
    m_affine->setObjectName(QStringLiteral("affineCheck"));
    m_affine->setAccessibleName(tr("gamma and beta"));
    m_affine->setShortcut(QKeySequence(Qt::ALT | Qt::Key_G)); // no keyboard has its own letters
    m_affine->setToolTip(tr("Multiply by gamma and add beta (elementwise_affine)"));
    connect(m_affine, &QCheckBox::toggled, this, [this](bool on) { m_session.setAffine(on); });
    addWidget(m_affine);
}

void ControlBar::addReference()
{
    m_library = new QComboBox;
    m_library->setObjectName(QStringLiteral("libraryCombo"));
    m_library->setAccessibleName(tr("library to compare with"));
    for (const ReferenceLibrary& library : referenceLibraries())
        m_library->addItem(QLatin1String(library.name), QLatin1String(library.id));
    m_library->addItem(tr("none"), QStringLiteral("none"));
    fitCombo(*m_library, 90);
    connect(m_library, &QComboBox::activated, this,
            [this](int index) { emit referenceChosen(m_library->itemData(index).toString()); });
    addWidget(m_library);
    addLabel(tr("li&brary"), m_library);
}

void ControlBar::addDType()
{
    m_dtype = new QComboBox;
    m_dtype->setObjectName(QStringLiteral("dtypeCombo"));
    m_dtype->setAccessibleName(tr("type of the numbers"));
    m_dtype->addItems({QStringLiteral("float32"), QStringLiteral("float64")});
    fitCombo(*m_dtype, 80);
    connect(m_dtype, &QComboBox::activated, this,
            [this](int index) { m_session.setDType(index == 0 ? DType::Float32 : DType::Float64); });
    addWidget(m_dtype);
    // What it shows names it well enough; the key that a label would have had comes without one.
    auto* toIt = new QAction(tr("to the type of the numbers"), m_dtype);
    toIt->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Y));
    connect(toIt, &QAction::triggered, m_dtype, [this] { m_dtype->setFocus(Qt::ShortcutFocusReason); });
    m_dtype->addAction(toIt);
    m_dtype->setToolTip(
        tr("type of the numbers (%1)").arg(toIt->shortcut().toString(QKeySequence::NativeText)));
}

void ControlBar::refresh()
{
    const Layout layout = m_session.layout();
    const auto show = [](auto* spin, auto value) {
        const QSignalBlocker blocker(spin);
        spin->setValue(value);
        // As wide as its number and no wider: four wide ones would not fit the bar.
        const qsizetype digits = std::max<qsizetype>(2, spin->text().size());
        spin->setFixedWidth(spin->fontMetrics().horizontalAdvance(QString(digits, u'0')) + Theme::scaled(44));
    };
    show(m_batch, static_cast<int>(layout.batch));
    show(m_sequence, static_cast<int>(layout.sequence));
    show(m_dimension, static_cast<int>(layout.dimension));
    show(m_seed, static_cast<double>(m_session.seed()));

    const QSignalBlocker epsBlocker(m_eps);
    const QSignalBlocker sliderBlocker(m_epsSlider);
    m_eps->setEditText(epsInputText(m_session.eps()));
    m_epsSlider->setValue(positionOfEps(m_session.eps()));

    refreshNormalizedDims();
    const QSignalBlocker affineBlocker(m_affine);
    m_affine->setChecked(m_session.affine());
    m_dtype->setCurrentIndex(m_session.dtype() == DType::Float32 ? 0 : 1);
}

void ControlBar::refreshNormalizedDims()
{
    const int rank = m_session.input().shape().rank();
    if (m_normalizedDims->count() != rank) {
        m_normalizedDims->clear();
        for (int dims = 1; dims <= rank; ++dims)
            m_normalizedDims->addItem(dims == 1      ? tr("dimension")
                                      : dims == rank ? tr("everything")
                                      : dims == 2    ? tr("sequence × dim.")
                                                     : tr("last %n dimension(s)", nullptr, dims));
        m_normalizedDims->view()->setMinimumWidth(Theme::scaled(170));
    }
    m_normalizedDims->setCurrentIndex(m_session.normalizedDims() - 1);
}

void ControlBar::refreshReference()
{
    const ReferenceLibrary* library = m_reference.library();
    m_library->setCurrentIndex(
        m_library->findData(library ? QLatin1String(library->id) : QLatin1String("none")));
    m_library->setToolTip(library ? m_reference.title() : tr("no library"));
}

void ControlBar::commitShape()
{
    const Layout wanted{m_batch->value(), m_sequence->value(), m_dimension->value()};
    if (const auto set = m_session.setLayout(wanted); !set) {
        emit refused(errorText(set.error()));
        refresh();
    }
}

void ControlBar::commitEps()
{
    const QString text = m_eps->currentText().trimmed();
    if (text == epsInputText(m_session.eps()))
        return;
    Result<double> eps = parseNumber(text.toStdString(), DType::Float64);
    if (eps)
        if (const auto set = m_session.setEps(*eps); !set)
            eps = tl::unexpected(set.error());
    if (!eps)
        emit refused(errorText(eps.error()));
    refresh();
}

void ControlBar::slideEps(int position)
{
    const bool pause = !m_sinceSlide.isValid() || m_sinceSlide.elapsed() > dragPauseMilliseconds;
    if (!m_epsSlider->isSliderDown() && pause)
        m_dragId = nextDragId();
    m_sinceSlide.start();
    if (const auto set = m_session.setEps(epsAtPosition(position), m_dragId); !set)
        emit refused(errorText(set.error()));
}

} // namespace layernorm
