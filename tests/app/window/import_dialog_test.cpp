// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Choosing a tensor of a file, and a part of it: by keys, as far as the request that readers get.
#include "app/files/import_dialog.h"

#include "app/files/natural_order.h"
#include "app/files/stored_tensor_model.h"
#include "tests/support/tab_walk.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <gtest/gtest.h>

namespace layernorm {

namespace {

using Ranges = std::vector<IndexRange>;

StoredTensor stored(const char* name, std::vector<std::int64_t> extents,
                    StoredType type = StoredType::Float32)
{
    return {name, std::move(extents), type};
}

const StoredTensor twentyGigabytes = stored("", {5000, 1000, 1000});
const StoredTensor cache = stored("cache", {2, 3, 4, 10, 8}, StoredType::Float16);
const StoredTensor mask = stored("mask", {4, 6}, StoredType::Bool);
const StoredTensor empty = stored("empty", {0, 6});
const StoredTensor scalar = stored("scalar", {});
const StoredTensor rankNine = stored("nine", {1, 1, 1, 1, 1, 1, 1, 1, 1});
/// Its one token is larger than fits.
const StoredTensor endless = stored("endless", {2, 64'000'001});

StoredTensors severalTensors()
{
    return {mask, stored("layer.10.weight", {4, 6, 100}), stored("layer.2.weight", {6, 100}), empty,
            stored("bias", {100}, StoredType::BFloat16)};
}

StoredTensors hundredThousand()
{
    StoredTensors tensors;
    for (int index = 0; index < 100'000; ++index) {
        const std::string layer = "layers." + std::to_string(index / 2);
        tensors.push_back(
            {layer + (index % 2 ? ".bias" : ".weight"), {1 + index % 7, 768}, StoredType::Float32});
    }
    return tensors;
}

TEST(ImportChoice, IsNeededOnlyWhereThereIsSomethingToChoose)
{
    const StoredTensor small = stored("a", {2, 3, 4});
    EXPECT_FALSE(needsChoice({}));
    EXPECT_FALSE(needsChoice({small}));
    EXPECT_FALSE(needsChoice({stored("a", {4})}));
    EXPECT_TRUE(needsChoice({small, stored("b", {4})}));
    EXPECT_FALSE(needsChoice({small, mask, empty, scalar, rankNine, endless})) << "one can be read";
    EXPECT_FALSE(needsChoice({mask, empty, scalar, rankNine, endless})) << "reading tells why";
    EXPECT_TRUE(needsChoice({cache, mask})) << "axes in front of the batch";
    EXPECT_TRUE(needsChoice({twentyGigabytes}));
    EXPECT_FALSE(needsChoice({stored("", {64, 1000, 1000})})) << "just fits";
    EXPECT_TRUE(needsChoice({stored("", {64'000'001, 1})}));
    EXPECT_TRUE(needsChoice({stored("", {std::int64_t{1} << 40, std::int64_t{1} << 40, 2})}))
        << "a product beyond 64 bits";
}

TEST(ImportChoice, ProposesEverythingOrTheFirstThousandTokens)
{
    EXPECT_EQ(proposedPart(stored("", {2, 3, 4})), (Ranges{{0, 2}, {0, 3}, {0, 4}}));
    EXPECT_EQ(proposedPart(twentyGigabytes), (Ranges{{0, 1}, {0, 1000}, {0, 1000}}));
    EXPECT_EQ(proposedPart(stored("", {1'000'000, 300, 1000})), (Ranges{{0, 3}, {0, 300}, {0, 1000}}));
    EXPECT_EQ(proposedPart(stored("", {1'000'000, 5000, 1})), (Ranges{{0, 1}, {0, 1000}, {0, 1}}));
    EXPECT_EQ(proposedPart(stored("", {1000, 1'000'000})), (Ranges{{0, 64}, {0, 1'000'000}}))
        << "as many as fit";
    EXPECT_EQ(proposedPart(stored("", {7, 6, 5, 1000, 1000})),
              (Ranges{{0, 1}, {0, 6}, {0, 5}, {0, 1000}, {0, 1000}}))
        << "no more than needed is left out";
    EXPECT_EQ(proposedPart(stored("", {7, 6, 5000, 1000, 1000})),
              (Ranges{{0, 1}, {0, 1}, {0, 1}, {0, 1000}, {0, 1000}}));
    for (const StoredTensor& tensor : {mask, empty, scalar, rankNine, endless})
        EXPECT_TRUE(proposedPart(tensor).empty()) << tensor.name;
}

// Whatever the extents: what is proposed can be read, and what fits is no smaller than it must be.
TEST(ImportChoice, WhatIsProposedFits)
{
    for (const std::int64_t a : {1LL, 3LL, 70'000'000LL, 1LL << 40})
        for (const std::int64_t b : {1LL, 5000LL, 1LL << 33})
            for (const std::int64_t c : {1LL, 999LL, 64'000'000LL}) {
                const StoredTensor tensor = stored("", {2, a, b, c});
                const ImportPart part = proposedPart(tensor);
                const ReadRequest request = requestFor(tensor, part);
                EXPECT_TRUE(readableShape("", tensor, request.ranges)) << a << ' ' << b << ' ' << c;
                for (int axis = 1; axis < 3; ++axis) {
                    ImportPart fitted = part;
                    const auto at = static_cast<std::size_t>(axis);
                    fitted[at].count = fittingCount(part, axis);
                    EXPECT_LE(elementsOf(fitted), Shape::maxElements);
                    ++fitted[at].count;
                    EXPECT_GT(elementsOf(fitted), Shape::maxElements);
                }
            }
}

TEST(ImportChoice, AsksForNoMoreRangesThanItTakes)
{
    const StoredTensor tensor = stored("a", {5, 6, 7});
    EXPECT_EQ(requestFor(tensor, {{0, 5}, {0, 6}, {0, 7}}).ranges, Ranges());
    EXPECT_EQ(requestFor(tensor, {{0, 5}, {2, 3}, {0, 7}}).ranges, (Ranges{{}, {2, 3}, {}}));
    EXPECT_EQ(requestFor(tensor, {{0, 5}, {2, 3}, {0, 7}}).tensor, "a");
    EXPECT_EQ(shownExtents({{0, 2}, {1, 1}, {0, 4}, {0, 10}, {0, 8}}), (std::vector<std::int64_t>{8, 10, 8}));
    EXPECT_EQ(shownExtents({{0, 10}, {0, 8}}), (std::vector<std::int64_t>{10, 8}));
}

TEST(NaturalOrder, CountsDigitsAsNumbers)
{
    const std::vector<std::string> ordered{"",
                                           "2",
                                           "7",
                                           "07",
                                           "10",
                                           "layer",
                                           "layer.",
                                           "layer.2",
                                           "layer.2.b",
                                           "layer.10",
                                           "layer.99999999999999999999999",
                                           "layer.x",
                                           "\xc3\xa4"};
    for (std::size_t a = 0; a < ordered.size(); ++a)
        for (std::size_t b = 0; b < ordered.size(); ++b)
            EXPECT_EQ(naturallyLess(ordered[a], ordered[b]), a < b) << ordered[a] << " < " << ordered[b];
}

QStringList shownNames(const StoredTensorModel& model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names << model.index(row, 0).data().toString();
    return names;
}

TEST(StoredTensorModel, TellsFiltersAndSorts)
{
    StoredTensorModel model("x.safetensors", severalTensors());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    EXPECT_EQ(model.index(1, 1).data(), "4 × 6 × 100");
    EXPECT_EQ(model.index(1, 2).data(), "float32");
    EXPECT_EQ(model.index(1, 3).data(), "9.6 kB");
    EXPECT_EQ(model.index(3, 3).data(), "0 bytes");
    model.sort(StoredTensorModel::NameColumn);
    EXPECT_EQ(shownNames(model), (QStringList{"bias", "empty", "layer.2.weight", "layer.10.weight", "mask"}));
    model.setFilter("WEIGHT  lay");
    EXPECT_EQ(shownNames(model), (QStringList{"layer.2.weight", "layer.10.weight"}));
    EXPECT_EQ(model.positionAt(0), 2U);
    EXPECT_EQ(model.rowOf(1), 1);
    EXPECT_EQ(model.rowOf(0), -1);
    model.sort(StoredTensorModel::SizeColumn, Qt::DescendingOrder);
    EXPECT_EQ(shownNames(model).front(), "layer.10.weight");
    model.setFilter({});
    EXPECT_EQ(shownNames(model).back(), "empty");
    model.sort(-1);
    EXPECT_EQ(shownNames(model).front(), "mask");
}

TEST(StoredTensorModel, SaysWhatCannotBeReadAndWhy)
{
    const StoredTensors tensors{mask, empty, scalar, rankNine, endless, cache};
    const StoredTensorModel model("x.safetensors", tensors);
    const char* reasons[] = {"bool", "no elements", "single number", "9 dimensions", "64000001"};
    for (int row = 0; row < 5; ++row) {
        const QModelIndex index = model.index(row, 0);
        EXPECT_TRUE(model.refusal(model.positionAt(row)).contains(reasons[row])) << reasons[row];
        EXPECT_TRUE(index.data(Qt::ToolTipRole).toString().contains(reasons[row])) << reasons[row];
        EXPECT_TRUE(index.data(Qt::AccessibleDescriptionRole).toString().contains(reasons[row]));
        EXPECT_TRUE(index.data(Qt::ForegroundRole).isValid()) << "muted";
    }
    EXPECT_EQ(model.refusal(5), "");
    EXPECT_FALSE(model.index(5, 0).data(Qt::ForegroundRole).isValid());
}

TEST(StoredTensorModel, NamesAreNoMarkupAndOneLine)
{
    const StoredTensorModel model("x", {stored("<b>a</b>\n\tb", {2})});
    EXPECT_EQ(model.index(0, 0).data().toString(), QString::fromUtf8("<b>a</b>\uFFFD\uFFFD") + "b");
    EXPECT_TRUE(model.index(0, 0).data(Qt::ToolTipRole).toString().contains("&lt;b&gt;a"));
}

class ImportDialogs : public ::testing::Test
{
protected:
    void open(StoredTensors tensors)
    {
        dialog = std::make_unique<ImportDialog>("/some/where/x.safetensors", std::move(tensors));
        dialog->show();
        ASSERT_TRUE(QTest::qWaitForWindowActive(dialog.get()));
    }

    template <typename Widget>
    Widget& find(const char* name)
    {
        auto* widget = dialog->findChild<Widget*>(QString::fromUtf8(name));
        if (!widget)
            throw std::runtime_error(std::string("the dialog has no ") + name);
        return *widget;
    }
    QString summary() { return find<QLabel>("importSummary").text(); }
    bool canOpen() { return find<QPushButton>("importOpen").isEnabled(); }
    std::string chosen() { return dialog->request() ? dialog->request()->tensor : "nothing"; }
    Ranges ranges()
    {
        EXPECT_TRUE(dialog->request());
        return dialog->request().value_or(ReadRequest()).ranges;
    }

    /// To whatever has the focus.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : dialog.get(), key, modifiers);
    }
    void type(const char* text) { QTest::keyClicks(QApplication::focusWidget(), QString::fromUtf8(text)); }
    /// Replaces what the field of this access key holds.
    void enter(Qt::Key accessKey, const char* number)
    {
        press(accessKey, Qt::AltModifier);
        press(Qt::Key_A, Qt::ControlModifier);
        type(number);
    }

    std::unique_ptr<ImportDialog> dialog;
};

TEST_F(ImportDialogs, ProposesTheFirstTensorThatCanBeRead)
{
    open(severalTensors());
    EXPECT_EQ(chosen(), "layer.10.weight");
    EXPECT_EQ(ranges(), Ranges());
    EXPECT_EQ(summary(), "4 × 6 × 100 float32 → 9.6 kB");
    EXPECT_FALSE(find<QLabel>("importNote").isVisible());
    EXPECT_TRUE(dialog->windowTitle().contains("x.safetensors"));
    EXPECT_FALSE(dialog->windowTitle().contains("where"));
}

TEST_F(ImportDialogs, TypingFiltersTheArrowsChooseAndEnterOpens)
{
    open(severalTensors());
    EXPECT_EQ(QApplication::focusWidget(), &find<QLineEdit>("importFilter"));
    type("layer");
    EXPECT_EQ(find<QTableView>("importTensors").model()->rowCount(), 2);
    EXPECT_EQ(chosen(), "layer.10.weight");
    press(Qt::Key_Down);
    EXPECT_EQ(chosen(), "layer.2.weight");
    EXPECT_EQ(QApplication::focusWidget(), &find<QLineEdit>("importFilter"));
    press(Qt::Key_Return);
    EXPECT_EQ(dialog->result(), QDialog::Accepted);
    EXPECT_FALSE(dialog->isVisible());
    EXPECT_EQ(chosen(), "layer.2.weight");
}

TEST_F(ImportDialogs, TheListWorksByItselfToo)
{
    open(severalTensors());
    press(Qt::Key_Tab);
    ASSERT_EQ(QApplication::focusWidget(), &find<QTableView>("importTensors"));
    press(Qt::Key_Down);
    EXPECT_EQ(chosen(), "layer.2.weight");
    press(Qt::Key_End, Qt::ControlModifier);
    EXPECT_EQ(chosen(), "bias");
    EXPECT_EQ(summary(), "100 float32 → 400 bytes");
    EXPECT_TRUE(find<QLabel>("importNote").text().contains("bfloat16 becomes float32"));
    press(Qt::Key_Return);
    EXPECT_EQ(dialog->result(), QDialog::Accepted);
}

TEST_F(ImportDialogs, TabReachesEverything)
{
    for (const StoredTensors& tensors :
         {severalTensors(), StoredTensors{cache}, StoredTensors{twentyGigabytes}}) {
        open(tensors);
        EXPECT_GE(testing::expectTabReachesAll(*dialog, *QApplication::focusWidget()).size(), 4);
    }
}

TEST_F(ImportDialogs, EscapeCancels)
{
    open(severalTensors());
    press(Qt::Key_Escape);
    EXPECT_FALSE(dialog->isVisible());
    EXPECT_EQ(dialog->result(), QDialog::Rejected);
}

TEST_F(ImportDialogs, WhatCannotBeReadIsExplainedAndNotOpened)
{
    open({mask, empty, scalar, rankNine, endless, cache});
    press(Qt::Key_Tab);
    for (const char* reason : {"64000001", "9 dimensions", "single number", "no elements", "bool"}) {
        press(Qt::Key_Up);
        EXPECT_TRUE(summary().contains(reason)) << summary().toStdString();
        EXPECT_EQ(find<QLabel>("importSummary").accessibleName(), summary());
        EXPECT_FALSE(canOpen()) << reason;
        EXPECT_FALSE(dialog->request()) << reason;
        EXPECT_FALSE(find<QDoubleSpinBox>("importTokensFirst").isVisible());
        press(Qt::Key_Return);
        EXPECT_TRUE(dialog->isVisible()) << reason;
    }
}

TEST_F(ImportDialogs, AFilterThatNothingPassesOpensNothing)
{
    open(severalTensors());
    type("zebra");
    EXPECT_FALSE(canOpen());
    EXPECT_FALSE(dialog->request());
    EXPECT_FALSE(summary().isEmpty());
    for (int key = 0; key < 5; ++key)
        press(Qt::Key_Backspace);
    EXPECT_TRUE(canOpen());
    EXPECT_EQ(chosen(), "layer.10.weight");
}

TEST_F(ImportDialogs, KeysSortAndTheChoiceStays)
{
    open(severalTensors());
    const QAbstractItemModel& model = *find<QTableView>("importTensors").model();
    const auto first = [&model] { return model.index(0, 0).data().toString(); };
    enter(Qt::Key_B, "1"); // leaves the proposal
    press(Qt::Key_1, Qt::ControlModifier);
    EXPECT_EQ(first(), "bias");
    press(Qt::Key_1, Qt::ControlModifier);
    EXPECT_EQ(first(), "mask");
    press(Qt::Key_4, Qt::ControlModifier);
    EXPECT_EQ(first(), "empty");
    press(Qt::Key_4, Qt::ControlModifier);
    press(Qt::Key_4, Qt::ControlModifier);
    EXPECT_EQ(first(), "mask") << "as in the file";
    EXPECT_EQ(chosen(), "layer.10.weight");
    EXPECT_EQ(ranges(), (Ranges{{1, 3}, {}, {}}));
}

TEST_F(ImportDialogs, AFileOfOneHugeTensorShowsNoListAndProposesAThousandTokens)
{
    open({twentyGigabytes});
    EXPECT_FALSE(find<QTableView>("importTensors").isVisible());
    EXPECT_EQ(ranges(), (Ranges{{0, 1}, {}, {}}));
    EXPECT_EQ(summary(), "1 × 1000 × 1000 float32 → 4.0 MB");
    enter(Qt::Key_B, "4990");
    press(Qt::Key_Tab);
    type("10");
    enter(Qt::Key_T, "500");
    press(Qt::Key_Tab);
    type("7");
    EXPECT_EQ(ranges(), (Ranges{{4990, 10}, {500, 7}, {}}));
    EXPECT_EQ(summary(), "10 × 7 × 1000 float32 → 280.0 kB");
    press(Qt::Key_Return);
    EXPECT_EQ(dialog->result(), QDialog::Accepted);
}

TEST_F(ImportDialogs, WhatIsLargerThanFitsSaysHowMuchFits)
{
    open({twentyGigabytes});
    find<QPushButton>("importBatchesAll").click();
    EXPECT_FALSE(canOpen());
    EXPECT_FALSE(dialog->request());
    for (const char* piece : {"5000 × 1000 × 1000 float32 → 20.0 GB", "64 million", "64 batch", "12 token"})
        EXPECT_TRUE(summary().contains(piece)) << summary().toStdString();
    press(Qt::Key_Return);
    EXPECT_TRUE(dialog->isVisible());
    find<QDoubleSpinBox>("importTokensCount").setValue(12);
    EXPECT_TRUE(canOpen()) << summary().toStdString();
    EXPECT_EQ(ranges(), (Ranges{{}, {0, 12}, {}}));
    find<QDoubleSpinBox>("importTokensCount").setValue(13);
    EXPECT_FALSE(canOpen());
}

TEST_F(ImportDialogs, NumbersOnTheWayToAnotherDoNotEatUpTheCount)
{
    open({stored("", {3'000, 500'000})});
    EXPECT_EQ(ranges(), (Ranges{{0, 128}, {}}));
    enter(Qt::Key_T, "2999");
    EXPECT_EQ(ranges(), (Ranges{{2999, 1}, {}})) << "no more are left";
    press(Qt::Key_Backspace);
    EXPECT_EQ(ranges(), (Ranges{{299, 128}, {}}));
}

TEST_F(ImportDialogs, LeadingAxesAreRunTogetherOrGiveOneIndex)
{
    open({cache});
    EXPECT_EQ(ranges(), Ranges());
    EXPECT_EQ(summary(), "24 × 10 × 8 float32 → 7.7 kB");
    EXPECT_FALSE(find<QDoubleSpinBox>("importAxis1Index").isEnabled());
    find<QCheckBox>("importAxis1All").setFocus();
    press(Qt::Key_Space);
    press(Qt::Key_Tab);
    EXPECT_EQ(QApplication::focusWidget(), &find<QDoubleSpinBox>("importAxis1Index"));
    type("2");
    EXPECT_EQ(ranges(), (Ranges{{}, {2, 1}, {}, {}, {}}));
    EXPECT_EQ(summary(), "8 × 10 × 8 float32 → 2.6 kB");
    press(Qt::Key_T, Qt::AltModifier);
    press(Qt::Key_Up);
    EXPECT_EQ(ranges(), (Ranges{{}, {2, 1}, {}, {1, 9}, {}}));
    EXPECT_FALSE(find<QCheckBox>("importAxis2All").isVisible());
}

TEST_F(ImportDialogs, EveryTensorShowsTheFieldsItHas)
{
    open({stored("a", {4}), stored("b", {3, 4}), stored("c", {2, 3, 4}), cache,
          stored("eight", {2, 2, 2, 2, 2, 2, 2, 2})});
    press(Qt::Key_Tab);
    for (int rank : {1, 2, 3, 5, 8}) {
        EXPECT_EQ(find<QDoubleSpinBox>("importTokensCount").isVisible(), rank >= 2) << rank;
        EXPECT_EQ(find<QDoubleSpinBox>("importBatchesCount").isVisible(), rank >= 3) << rank;
        for (int axis = 0; axis < 5; ++axis) {
            const std::string name = "importAxis" + std::to_string(axis) + "All";
            EXPECT_EQ(find<QCheckBox>(name.c_str()).isVisible(), axis < rank - 3) << rank << name;
        }
        press(Qt::Key_Down);
    }
}

TEST_F(ImportDialogs, TheTabulatorVisitsEverythingInTheOrderOfTheEye)
{
    open({cache, mask});
    QStringList visited;
    const QWidget* start = QApplication::focusWidget();
    do {
        const QString name = QApplication::focusWidget()->objectName();
        visited << (name.isEmpty() ? "cancel" : name);
        press(Qt::Key_Tab);
    } while (QApplication::focusWidget() != start && visited.size() < 30);
    EXPECT_EQ(visited, (QStringList{"importFilter", "importTensors", "importAxis0All", "importAxis1All",
                                    "importBatchesFirst", "importBatchesCount", "importBatchesAll",
                                    "importTokensFirst", "importTokensCount", "importTokensAll", "importOpen",
                                    "cancel"}));
    for (const QWidget* field : dialog->findChildren<QDoubleSpinBox*>())
        EXPECT_FALSE(field->accessibleName().isEmpty()) << field->objectName().toStdString();
}

// Not asserted but for the outcome: how long a machine takes says nothing on another.
TEST_F(ImportDialogs, AHundredThousandTensorsAreFilteredAndSorted)
{
    QElapsedTimer timer;
    const auto lap = [&timer](const char* what) {
        QCoreApplication::processEvents();
        std::printf("%-28s %lld ms\n", what, static_cast<long long>(timer.restart()));
    };
    const StoredTensors tensors = hundredThousand();
    timer.start();
    EXPECT_TRUE(needsChoice(tensors));
    open(tensors);
    lap("open");
    const auto rows = [this] { return find<QTableView>("importTensors").model()->rowCount(); };
    type("b");
    lap("filter, every second is left");
    EXPECT_EQ(rows(), 50'000);
    type("ias 4999");
    lap("filter, letter by letter");
    EXPECT_EQ(rows(), 15); // 4999, 14999, ... 44999, 49990 to 49999
    press(Qt::Key_Escape);
    open(tensors);
    lap("open again");
    press(Qt::Key_1, Qt::ControlModifier);
    lap("sort by name");
    EXPECT_EQ(rows(), 100'000);
    press(Qt::Key_3, Qt::ControlModifier);
    press(Qt::Key_4, Qt::ControlModifier);
    lap("sort by type and size");
    press(Qt::Key_End, Qt::ControlModifier);
    lap("to the end");
}

} // namespace

} // namespace layernorm
