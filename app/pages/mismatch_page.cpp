// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/mismatch_page.h"

#include "app/error_text.h"
#include "app/look/theme.h"
#include "app/pages/candidate_field.h"
#include "app/pages/mismatch_card.h"
#include "app/pages/mismatch_texts.h"
#include "core/explore/mistake_text.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QResizeEvent>
#include <algorithm>

namespace layernorm {

namespace {

constexpr int patienceMilliseconds = 150;
constexpr int largestHeading = 40;
constexpr int largestCode = 22;
constexpr int highestCard = 230; // unless the page is high
constexpr qint64 mostCopiedElements = 100'000;

/// What the numbers are known to at most, as the explanations take them.
double digitsOf(const Candidate& candidate, bool truncated)
{
    const double most = candidate.uncertainty.empty() ? 0 : *std::ranges::max_element(candidate.uncertainty);
    return truncated ? 2 * most : most;
}

/// The place that the errors of `parseCandidate` name.
struct Place {
    int line = 0;
    int column = 0;
};

std::optional<Place> placeOf(const Error& error)
{
    if (!std::string_view(error.sentence).starts_with("%1line %2, column %3"))
        return std::nullopt;
    return Place{QString::fromStdString(error.arguments[1]).toInt(),
                 QString::fromStdString(error.arguments[2]).toInt()};
}

QString capitalized(QString sentence)
{
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    return sentence;
}

} // namespace

// Assembling

MismatchPage::MismatchPage(Session& session, Reference& reference, QWidget* parent)
    : ExperimentPage(session, reference, parent),
      m_field(new CandidateField),
      m_note(new QLabel),
      m_heading(new QLabel),
      m_detail(new QLabel),
      m_offer(new QPushButton),
      m_progress(new QProgressBar),
      m_cancel(new QPushButton(tr("Cancel"))),
      m_cardRow(new QWidget),
      m_rightLine(new QLineEdit)
{
    setObjectName(QStringLiteral("mismatchPage"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::scaled(12), Theme::scaled(6), Theme::scaled(12), Theme::scaled(4));
    layout->setSpacing(Theme::scaled(16));
    layout->addWidget(makeGiven(), 2);
    layout->addWidget(makeAnswer(), 5);
    m_patience.setParent(this);
    m_patience.setObjectName(QStringLiteral("mismatchPatience"));
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMilliseconds);
    connectAll();
    showNothing();
}

QWidget* MismatchPage::makeGiven()
{
    m_note->setObjectName(QStringLiteral("muted"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->hide();
    auto* given = new QWidget;
    given->setMinimumWidth(Theme::scaled(330));
    auto* column = new QVBoxLayout(given);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::scaled(4));
    column->addLayout(makeGivenButtons());
    column->addWidget(m_field, 1);
    column->addWidget(m_note);
    return given;
}

QHBoxLayout* MismatchPage::makeGivenButtons()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::scaled(4));
    addButton(row, "pasteCandidateButton", tr("Paste"), [this] { paste(); });
    addButton(row, "openCandidateButton", tr("Load a file…"),
              [this] { emit fileWanted(tr("Numbers (*.txt *.csv *.tsv *.npy);;All files (*)")); });
    auto* mistakes = addButton(row, "plantMistakeButton", tr("Try a mistake"), {});
    mistakes->setToolTip(
        tr("Fills the field with what a mistake makes of this input, to show or to practise"));
    auto* menu = new QMenu(mistakes);
    menu->setObjectName(QStringLiteral("mistakeMenu"));
    mistakes->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMistakes(menu); });
    addButton(row, "clearCandidateButton", tr("Clear"), [this] { clear(); });
    row->addStretch();
    return row;
}

QPushButton* MismatchPage::addButton(QHBoxLayout* row, const char* name, const QString& text,
                                     std::function<void()> action)
{
    auto* button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    row->addWidget(button);
    if (action)
        connect(button, &QPushButton::clicked, this, std::move(action));
    return button;
}

QWidget* MismatchPage::makeAnswer()
{
    m_detail->setObjectName(QStringLiteral("mismatchDetail"));
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setWordWrap(true);
    m_detail->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* cards = new QHBoxLayout(m_cardRow);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(Theme::scaled(8));
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        m_cards[i] = new MismatchCard(m_cardRow);
        m_cards[i]->setObjectName(QStringLiteral("mismatchCard%1").arg(i));
        cards->addWidget(m_cards[i], i == 0 ? 4 : 3);
    }
    auto* answer = new QWidget;
    auto* column = new QVBoxLayout(answer);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::scaled(6));
    column->addLayout(makeHeading());
    column->addWidget(m_detail);
    column->addWidget(m_cardRow, 1);
    column->addStretch();
    column->addLayout(makeRightLine());
    return answer;
}

QHBoxLayout* MismatchPage::makeHeading()
{
    m_heading->setObjectName(QStringLiteral("mismatchVerdict"));
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    m_offer->setObjectName(QStringLiteral("mismatchOffer"));
    m_progress->setObjectName(QStringLiteral("mismatchProgress"));
    m_progress->setAccessibleName(tr("Progress of the search"));
    m_progress->setRange(0, 100);
    m_progress->setFixedWidth(Theme::scaled(140));
    m_progress->hide();
    m_cancel->setObjectName(QStringLiteral("mismatchCancel"));
    m_cancel->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::scaled(8));
    row->addWidget(m_heading, 1);
    row->addWidget(m_progress);
    row->addWidget(m_cancel);
    row->addWidget(m_offer);
    return row;
}

QHBoxLayout* MismatchPage::makeRightLine()
{
    auto* label = new QLabel(tr("Right in PyTorch"));
    label->setObjectName(QStringLiteral("muted"));
    label->setBuddy(m_rightLine);
    m_rightLine->setObjectName(QStringLiteral("rightLine"));
    m_rightLine->setAccessibleName(label->text());
    m_rightLine->setReadOnly(true);
    m_rightLine->setFont(codeFont(Theme::scaled(metrics::fontPixels)));
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::scaled(8));
    row->addWidget(label);
    row->addWidget(m_rightLine, 1);
    addButton(row, "copyRightLineButton", tr("Copy"),
              [this] { QApplication::clipboard()->setText(m_rightLine->text()); });
    return row;
}

void MismatchPage::connectAll()
{
    connect(m_field, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_held)
            markStale();
    });
    connect(m_field, &CandidateField::longTextGiven, this, &MismatchPage::giveLong);
    connect(m_field, &CandidateField::fileGiven, this, &MismatchPage::openFile);
    connect(m_offer, &QPushButton::clicked, this, [this] {
        const std::function<void()> action = m_action; // which may offer something else
        if (action)
            action();
    });
    connect(m_cancel, &QPushButton::clicked, this, &MismatchPage::cancel);
    connect(&m_patience, &QTimer::timeout, this, &MismatchPage::showProgress);
    connect(&background(), &Background::runningChanged, this, [this](bool running) {
        if (running) {
            m_patience.start();
            return;
        }
        m_patience.stop();
        m_progress->hide();
        m_cancel->hide();
    });
    connect(&background(), &Background::progressed, m_progress,
            [this](double part) { m_progress->setValue(qRound(part * 100)); });
}

// What is to be explained

bool MismatchPage::hasCandidate() const
{
    return m_held || !m_field->document()->isEmpty();
}

/// Reads what is given, on any thread.
std::function<Result<Candidate>(const Shape&)> MismatchPage::reader() const
{
    if (m_held && !m_held->file.isEmpty())
        return [file = m_held->file.toStdString()](const Shape& shape) { return readCandidate(file, shape); };
    const auto text =
        m_held ? m_held->text : std::make_shared<const std::string>(m_field->toPlainText().toStdString());
    return [text](const Shape& shape) { return parseCandidate(*text, shape); };
}

void MismatchPage::paste()
{
    const QString text = QApplication::clipboard()->text();
    if (text.isEmpty())
        emit refused(tr("The clipboard holds no text; copy what your code printed first"));
    else
        give(text);
}

void MismatchPage::give(const QString& text)
{
    if (text.size() > CandidateField::longest) {
        giveLong(text);
        return;
    }
    release();
    m_field->replaceAll(text);
    m_field->setFocus();
}

void MismatchPage::giveLong(const QString& text)
{
    auto bytes = std::make_shared<const std::string>(text.toStdString());
    const Shape& shape = session().input().shape();
    if (bytes->size() > candidateTextLimit(shape)) {
        emit refused(capitalized(errorText(parseCandidate(*bytes, shape).error()))); // told from its length
        return;
    }
    hold({std::move(bytes), {}}, text,
         tr("Only the beginning of %Ln character(s) is shown.", nullptr, static_cast<int>(text.size())));
}

void MismatchPage::openFile(const QString& file)
{
    // Read before anything on the page changes.
    background().start([this, file,
                        shape = session().input().shape()](const Execution&) -> Background::Delivery {
        const Result<Candidate> candidate = readCandidate(file.toStdString(), shape);
        QFile text(file);
        const bool shows = candidate && !file.endsWith(QLatin1String(".npy"), Qt::CaseInsensitive) &&
                           text.size() <= CandidateField::longest && text.open(QIODevice::ReadOnly);
        const QString content = shows ? QString::fromUtf8(text.readAll()) : QString();
        return [this, file, candidate, content] {
            if (!candidate)
                emit refused(capitalized(errorText(candidate.error())));
            else if (!content.isEmpty() && !content.contains(QChar::Null))
                give(content);
            else
                hold({nullptr, file}, {}, tr("The numbers are those of %1.").arg(QFileInfo(file).fileName()));
            markStale();
        };
    });
}

void MismatchPage::hold(const Held& held, const QString& beginning, const QString& note)
{
    constexpr qsizetype shown = 4000;
    m_held = held;
    m_field->setReadOnly(true);
    m_field->replaceAll(beginning.size() > shown ? beginning.left(shown) + QStringLiteral("…") : beginning);
    m_note->setText(note + u' ' + tr("Clear it to type or paste something else."));
    m_note->show();
    markStale();
}

void MismatchPage::release()
{
    m_held.reset();
    m_field->setReadOnly(false);
    m_note->hide();
}

void MismatchPage::clear()
{
    release();
    m_field->replaceAll({});
    m_field->setFocus();
    markStale();
}

void MismatchPage::fillMistakes(QMenu* menu)
{
    menu->clear();
    for (const Hypothesis& planted : plantedMistakes(session().input(), session().parameters())) {
        auto* action =
            menu->addAction(titleOf(planted.mistakes, planted.formula), [this, planted] { plant(planted); });
        action->setObjectName(QStringLiteral("plant_") + QString::fromStdString(name(planted.mistakes)));
    }
}

void MismatchPage::plant(const Hypothesis& planted)
{
    background().start([this, planted, input = session().sharedInput(),
                        parameters = session().parameters()](const Execution&) -> Background::Delivery {
        const Result<Tensor> output = mistakenOutput(*input, parameters, planted.formula);
        const Result<Tensor> right = mistakenOutput(*input, parameters, rightFormula(*input, parameters));
        if (!output || !right)
            return [this, error = (output ? right : output).error()] { emit refused(errorText(error)); };
        return [this, text = printed(*output, tellingDigits(planted, *output, *right))] {
            give(text);
            markStale(); // also when the field held the same already
        };
    });
}

// The search

void MismatchPage::refresh()
{
    m_rightLine->setText(QString::fromStdString(rightLine(session().input(), session().parameters())));
    m_rightLine->setCursorPosition(0);
    if (!hasCandidate()) {
        background().cancel();
        showNothing();
        return;
    }
    background().start(
        [this, read = reader(), input = session().sharedInput(),
         parameters = session().parameters()](const Execution& execution) -> Background::Delivery {
            auto search = std::make_shared<Search>(Search{input, parameters, Diagnosis{}});
            const Result<Candidate> candidate = read(input->shape());
            if (candidate)
                search->diagnosis = diagnose(*input, parameters, *candidate, execution);
            else
                search->diagnosis = tl::unexpected(candidate.error());
            if (search->diagnosis && search->diagnosis->completion == Completion::Stopped)
                return {};
            if (search->diagnosis)
                search->digits = digitsOf(*candidate, search->diagnosis->truncated);
            return [this, search] { take(search); };
        });
}

void MismatchPage::take(const std::shared_ptr<const Search>& search)
{
    m_search = search;
    if (search->diagnosis)
        showDiagnosis();
    else
        showRefusal(search->diagnosis.error());
}

void MismatchPage::cancel()
{
    background().cancel();
    m_search.reset();
    m_cardRow->hide();
    say(Mood::Neutral, tr("The search was cancelled"), {});
    offer(tr("Search again"), [this] { markStale(); });
    m_offer->setFocus();
}

void MismatchPage::showProgress()
{
    m_progress->setValue(qRound(background().progress().value_or(0) * 100));
    m_progress->show();
    m_cancel->show();
    offer();
}

// The answer

void MismatchPage::showNothing()
{
    m_search.reset();
    m_cardRow->hide();
    m_field->unmark();
    const bool offered = m_offeredInput && sameBits(*m_offeredInput, session().input());
    say(Mood::Neutral,
        offered ? tr("This input can tell: run your code on it")
                : tr("Paste the output of your own LayerNorm"),
        tr("Run your code on the input above and paste what it prints, whole or rounded to a few digits. "
           "Then this "
           "page says which mistake explains it: a wrong variance, eps, axis, gamma or beta, a rounding, an "
           "order, "
           "or several of these at once."));
    if (session().input().elements() <= mostCopiedElements)
        offer(tr("Copy the input for your code"), [this] { copyInput(); });
    else
        offer();
}

void MismatchPage::showRefusal(const Error& error)
{
    m_cardRow->hide();
    say(Mood::Wrong, tr("This cannot be read"), capitalized(errorText(error)));
    offer();
    const std::optional<Place> place = placeOf(error);
    if (place && !m_held)
        m_field->markPlace(place->line, place->column);
}

MismatchPage::Mood MismatchPage::moodOf(const Diagnosis& diagnosis) const
{
    if (diagnosis.verdict == Verdict::Ambiguous)
        return Mood::Neutral;
    const bool right =
        diagnosis.verdict == Verdict::Explained && diagnosis.explanations.front().mistakes.empty();
    return right ? Mood::Right : Mood::Wrong;
}

void MismatchPage::showDiagnosis()
{
    const Diagnosis& diagnosis = *m_search->diagnosis;
    const Mood mood = moodOf(diagnosis);
    m_field->unmark();
    offer();
    switch (diagnosis.verdict) {
    case Verdict::Explained: {
        const Explanation& best = diagnosis.explanations.front();
        say(mood,
            mood == Mood::Right ? tr("✔ Your output is right, to the digits given")
                                : tr("Explained: %1").arg(titleOf(best.mistakes, best.formula)),
            {});
        break;
    }
    case Verdict::Ambiguous:
        say(mood, tr("Several mistakes fit: this input cannot tell them apart"), {});
        if (diagnosis.tellingInput)
            offer(tr("Use an input that can"), [this] { useTellingInput(); });
        break;
    case Verdict::Unexplained:
        say(mood, tr("No known mistake fits"),
            tr("These come nearest, but could not have printed such digits:"));
        break;
    }
    showCards();
}

void MismatchPage::showCards()
{
    const Diagnosis& diagnosis = *m_search->diagnosis;
    std::vector<Explanation> shown = diagnosis.explanations;
    shown.insert(shown.end(), diagnosis.nearest.begin(), diagnosis.nearest.end());
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        m_cards[i]->setVisible(i < shown.size());
        if (i >= shown.size())
            continue;
        const Explanation& explanation = shown[i];
        MismatchCard::Content content;
        content.fits = i < diagnosis.explanations.size();
        content.title = titleOf(explanation.mistakes, explanation.formula);
        content.closeness = closenessText(explanation, content.fits, m_search->digits);
        content.sentences = sentencesText(explanation, *m_search->input, m_search->parameters);
        content.code =
            QString::fromStdString(mistakenLine(explanation.formula, *m_search->input, m_search->parameters));
        m_cards[i]->setContent(content);
    }
    m_cardRow->setVisible(!shown.empty());
}

void MismatchPage::say(Mood mood, const QString& heading, const QString& detail)
{
    const Theme& theme = Theme::current();
    const QColor colour = mood == Mood::Right   ? theme.agreement
                          : mood == Mood::Wrong ? theme.disagreement
                                                : theme.text;
    QPalette palette = m_heading->palette();
    palette.setColor(QPalette::WindowText, colour);
    m_heading->setPalette(palette);
    m_heading->setText(heading);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    fitText();
}

void MismatchPage::fitText()
{
    QFont font = this->font();
    font.setBold(true);
    font.setPixelSize(std::clamp(height() / 15, Theme::scaled(19), Theme::scaled(largestHeading)));
    m_heading->setFont(font);
    font.setBold(false);
    font.setPixelSize(std::clamp(height() / 20, Theme::scaled(14), Theme::scaled(largestHeading - 6)));
    m_detail->setFont(font);
    m_cardRow->setMaximumHeight(std::max(height() / 2, Theme::scaled(highestCard)));
    m_field->setFont(codeFont(std::clamp(height() / 45, Theme::scaled(12), Theme::scaled(largestCode))));
}

void MismatchPage::resizeEvent(QResizeEvent* event)
{
    ExperimentPage::resizeEvent(event);
    fitText();
}

void MismatchPage::offer(const QString& text, std::function<void()> action)
{
    m_action = std::move(action);
    m_offer->setText(text);
    m_offer->setVisible(!text.isEmpty());
}

void MismatchPage::copyInput()
{
    QApplication::clipboard()->setText(tensorLine(session().input()));
}

void MismatchPage::useTellingInput()
{
    if (!m_search || !m_search->diagnosis || !m_search->diagnosis->tellingInput)
        return;
    m_offeredInput = std::make_shared<const Tensor>(*m_search->diagnosis->tellingInput);
    Content content = Content::of(*m_offeredInput, session().normalizedDims(), session().seed());
    content.gamma = session().editable(Editable::Gamma);
    content.beta = session().editable(Editable::Beta);
    content.typed = true; // no seed gives it again
    session().setContent([content]() -> Result<Content> { return content; }, tr("input that can tell"), false,
                         [this] { clear(); }); // what was pasted is of the input before
}

std::optional<ExperimentTable> MismatchPage::table() const
{
    if (!m_search || !m_search->diagnosis)
        return std::nullopt;
    return mismatchTable(*m_search->diagnosis);
}

} // namespace layernorm
