// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The control bar: shape, seed, eps, dimensions, type.
#include "core/explore/eps_scale.h"
#include "tests/app/window/window_fixture.h"

#include <QAbstractItemView>
#include <QSlider>
#include <QSpinBox>
#include <QStatusBar>
#include <QStyleOptionSlider>
#include <QToolButton>
#include <set>

namespace layernorm {

namespace {

using namespace layernorm::testing;

class WindowControls : public WindowTest
{
protected:
    void typeEps(const char* text)
    {
        eps.setFocus();
        eps.lineEdit()->selectAll();
        type(text);
        press(Qt::Key_Return);
    }

    void typeSpin(const char* name, const char* text)
    {
        auto& spin = find<QAbstractSpinBox>(name);
        spin.setFocus();
        spin.selectAll();
        type(text);
        press(Qt::Key_Return);
    }

    [[nodiscard]] QPoint handle()
    {
        QStyleOptionSlider option;
        option.initFrom(&slider);
        option.orientation = Qt::Horizontal;
        option.minimum = slider.minimum();
        option.maximum = slider.maximum();
        option.sliderPosition = slider.sliderPosition();
        option.sliderValue = slider.value();
        option.subControls = QStyle::SC_All;
        return slider.style()
            ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &slider)
            .center();
    }

    QComboBox& eps = find<QComboBox>("epsCombo");
    QSlider& slider = find<QSlider>("epsSlider");
};

TEST_F(WindowControls, DraggingEpsIsOneStep)
{
    const QPoint start = handle();
    const int from = slider.value();
    QTest::mousePress(&slider, Qt::LeftButton, {}, start);
    ASSERT_TRUE(slider.isSliderDown()) << "the handle was missed";
    std::set<double> seen;
    for (int x = 1; x <= 30; ++x) {
        QMouseEvent move(QEvent::MouseMove, start + QPoint(x, 0), slider.mapToGlobal(start + QPoint(x, 0)),
                         Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&slider, &move);
        turn();
        seen.insert(session().eps());
        expectFresh(session());
    }
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, start + QPoint(30, 0));
    EXPECT_GT(seen.size(), 10U) << "the results follow while it is dragged";
    EXPECT_GT(slider.value(), from);
    EXPECT_EQ(session().eps(), epsAtPosition(slider.value()));
    EXPECT_EQ(session().undoStack().count(), 1);
    EXPECT_EQ(eps.currentText().toDouble(), session().eps());
    find<QAction>("undoAction").trigger();
    turn();
    EXPECT_EQ(session().eps(), 1e-5);
    EXPECT_EQ(slider.value(), from);
    EXPECT_EQ(eps.currentText(), "1e-5");
}

TEST_F(WindowControls, DraggingEpsBackLeavesNoStep)
{
    const QPoint start = handle();
    QTest::mousePress(&slider, Qt::LeftButton, {}, start);
    ASSERT_TRUE(slider.isSliderDown()) << "the handle was missed";
    for (const int x : {20, 5, 0}) {
        QMouseEvent move(QEvent::MouseMove, start + QPoint(x, 0), slider.mapToGlobal(start + QPoint(x, 0)),
                         Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&slider, &move);
        turn();
    }
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, start);
    EXPECT_EQ(session().eps(), 1e-5);
    EXPECT_EQ(session().undoStack().count(), 0);
}

TEST_F(WindowControls, SliderByKeysReachesBothEnds)
{
    slider.setFocus();
    press(Qt::Key_Home);
    EXPECT_EQ(session().eps(), 0);
    EXPECT_EQ(eps.currentText(), "0");
    press(Qt::Key_End);
    EXPECT_EQ(session().eps(), 10);
    expectFresh(session());
}

TEST_F(WindowControls, TypedEpsIsTakenAsWritten)
{
    typeEps("0.00123");
    EXPECT_EQ(session().eps(), 0.00123);
    EXPECT_EQ(eps.currentText(), "0.00123");
    EXPECT_EQ(slider.value(), positionOfEps(0.00123));
    EXPECT_EQ(session().undoStack().count(), 1);
}

TEST_F(WindowControls, ImpossibleEpsIsRefusedAndTheOldOneShown)
{
    for (const char* text : {"-1", "nan", "tiny", "inf"}) {
        typeEps(text);
        EXPECT_EQ(session().eps(), 1e-5) << text;
        EXPECT_EQ(eps.currentText(), "1e-5") << text;
        EXPECT_FALSE(window().statusBar()->currentMessage().isEmpty()) << text;
        window().statusBar()->clearMessage();
    }
    EXPECT_EQ(session().undoStack().count(), 0);
}

TEST_F(WindowControls, PresetsAreChosenByName)
{
    for (const auto& [user, value] :
         {std::pair("Keras", 1e-3), std::pair("BERT", 1e-12), std::pair("LLaMA 1", 1e-6),
          std::pair("no eps", 0.0), std::pair("PyTorch", 1e-5)}) {
        const int index = eps.findText(QLatin1String(user), Qt::MatchContains);
        ASSERT_GE(index, 0) << user;
        eps.showPopup();
        QAbstractItemView& list = *eps.view();
        list.setCurrentIndex(eps.model()->index(index, 0));
        QTest::keyClick(&list, Qt::Key_Return);
        turn();
        EXPECT_EQ(session().eps(), value) << user;
        EXPECT_EQ(eps.currentText().toDouble(), value) << user;
        EXPECT_FALSE(eps.currentText().contains(user)) << "only the number stays";
    }
    EXPECT_EQ(session().undoStack().count(), 5);
}

TEST_F(WindowControls, ShapeIsTypedAndStepped)
{
    typeSpin("dimensionSpin", "6");
    EXPECT_EQ(session().layout(), (Layout{2, 3, 6}));
    EXPECT_EQ(view("outputView").model()->columnCount(), 6);
    typeSpin("batchSpin", "1");
    find<QSpinBox>("sequenceSpin").setFocus();
    press(Qt::Key_Up);
    EXPECT_EQ(session().layout(), (Layout{1, 4, 6}));
    EXPECT_EQ(session().undoStack().count(), 3);
    session().undoStack().setIndex(0);
    turn();
    EXPECT_EQ(find<QSpinBox>("dimensionSpin").value(), 4);
    EXPECT_EQ(find<QSpinBox>("batchSpin").value(), 2);
    EXPECT_EQ(find<QSpinBox>("sequenceSpin").value(), 3);
}

TEST_F(WindowControls, ImpossibleShapeIsRefusedAndTheOldOneShown)
{
    typeSpin("dimensionSpin", "64000000");
    EXPECT_EQ(session().layout(), (Layout{2, 3, 4}));
    EXPECT_EQ(find<QSpinBox>("dimensionSpin").value(), 4);
    EXPECT_TRUE(window().statusBar()->currentMessage().contains("64 million"))
        << window().statusBar()->currentMessage().toStdString();
}

TEST_F(WindowControls, SeedIsTypedOrNew)
{
    typeSpin("seedSpin", "42");
    EXPECT_TRUE(sameBits(session().input(), randn(Shape::of({2, 3, 4}), 42)));
    EXPECT_TRUE(window().windowTitle().contains("seed 42"));
    choose("nextSeedAction");
    turn();
    EXPECT_EQ(find<QDoubleSpinBox>("seedSpin").value(), 43);
    find<QToolButton>("outlined").click();
    turn();
    EXPECT_EQ(find<QDoubleSpinBox>("seedSpin").value(), static_cast<int>(session().seed()));
    EXPECT_TRUE(sameBits(session().input(), randn(Shape::of({2, 3, 4}), session().seed())));
}

TEST_F(WindowControls, DrawAgainThrowsTypedValuesAway)
{
    typeInto(view("inputView"), 0, 0, "5");
    press(Qt::Key_F5);
    EXPECT_TRUE(sameBits(session().input(), randn(Shape::of({2, 3, 4}), 0)));
}

TEST_F(WindowControls, DimensionsAndTypeAreChosen)
{
    auto& dims = find<QComboBox>("normalizedDimsCombo");
    EXPECT_EQ(dims.count(), 3);
    dims.setFocus();
    press(Qt::Key_Down);
    EXPECT_EQ(session().normalizedDims(), 2);
    auto& type = find<QComboBox>("dtypeCombo");
    type.setFocus();
    press(Qt::Key_Down);
    EXPECT_EQ(session().dtype(), DType::Float64);
    EXPECT_EQ(session().undoStack().count(), 2);
    session().undoStack().setIndex(0);
    turn();
    EXPECT_EQ(dims.currentIndex(), 0);
    EXPECT_EQ(type.currentText(), "float32");
}

TEST_F(WindowControls, EveryControlIsReachedByTab)
{
    std::set<QString> reached;
    find<QSpinBox>("batchSpin").setFocus();
    for (int i = 0; i < 60; ++i) {
        ASSERT_NE(QApplication::focusWidget(), nullptr);
        reached.insert(QApplication::focusWidget()->objectName());
        press(Qt::Key_Tab);
    }
    for (const char* name :
         {"batchSpin", "sequenceSpin", "dimensionSpin", "seedSpin", "outlined", "epsCombo", "epsSlider",
          "normalizedDimsCombo", "affineCheck", "libraryCombo", "dtypeCombo", "inputView", "outputView"})
        EXPECT_TRUE(reached.contains(name)) << name;
}

TEST_F(WindowControls, EveryControlHasANameForScreenReaders)
{
    for (const char* name :
         {"batchSpin", "sequenceSpin", "dimensionSpin", "seedSpin", "epsCombo", "epsSlider",
          "normalizedDimsCombo", "affineCheck", "libraryCombo", "dtypeCombo", "inputView", "outputView"})
        EXPECT_FALSE(find<QWidget>(name).accessibleName().isEmpty()) << name;
}

TEST_F(WindowControls, ControlZUndoesFromEveryControl)
{
    for (const char* name :
         {"epsSlider", "normalizedDimsCombo", "affineCheck", "dtypeCombo", "inputView", "outputView"}) {
        ASSERT_TRUE(session().editCell(Editable::Input, 0, "5"));
        turn();
        find<QWidget>(name).setFocus();
        press(Qt::Key_Z, Qt::ControlModifier);
        EXPECT_EQ(session().undoStack().index(), 0) << name;
    }
}

TEST_F(WindowControls, ControlZUndoesFromTheFields)
{
    for (const char* name : {"batchSpin", "seedSpin", "epsCombo"}) {
        ASSERT_TRUE(session().editCell(Editable::Input, 0, "5"));
        turn();
        find<QWidget>(name).setFocus();
        press(Qt::Key_Z, Qt::ControlModifier);
        EXPECT_EQ(session().undoStack().index(), 0) << name;
    }
}

} // namespace

} // namespace layernorm
