// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Views taken away as pictures: PNG of any size, and SVG and PDF in which lines are lines and text is text.
#include "app/export/export_actions.h"
#include "app/export/print_view.h"
#include "app/export/view_picture.h"
#include "app/look/focus_frame.h"
#include "app/look/theme.h"
#include "app/pages/exportable_page.h"
#include "app/pages/page.h"
#include "app/panels/panel.h"
#include "tests/app/window/window_fixture.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPrintPreviewDialog>
#include <QPrinter>
#include <QProcess>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTimer>
#include <QXmlStreamReader>
#include <csignal>
#include <sys/resource.h>

namespace layernorm {

namespace {

using namespace layernorm::testing;

/// What an SVG consists of.
struct SvgContent {
    QString text; ///< all of it, in drawing order
    QList<QSizeF> images;
    int paths = 0;
    QString viewBox;
};

SvgContent contentOf(const QByteArray& svg)
{
    QXmlStreamReader reader(svg);
    SvgContent content;
    while (!reader.atEnd()) {
        reader.readNext();
        if (!reader.isStartElement())
            continue;
        const QXmlStreamAttributes attributes = reader.attributes();
        if (reader.name() == u"svg")
            content.viewBox = attributes.value("viewBox").toString();
        content.paths += reader.name() == u"path";
        if (reader.name() == u"image")
            content.images << QSizeF(attributes.value("width").toDouble(),
                                     attributes.value("height").toDouble());
        if (reader.name() == u"text")
            content.text += reader.readElementText();
    }
    EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
    return content;
}

QByteArray outputOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    EXPECT_TRUE(process.waitForFinished() && process.exitCode() == 0)
        << program.toStdString() << " of poppler-utils: " << process.readAllStandardError().toStdString();
    return process.readAllStandardOutput();
}

/// As somebody gets it who selects everything and copies; "ff" may be one letter there.
QString pdfText(const QString& file)
{
    QString text = QString::fromUtf8(outputOf("pdftotext", {"-raw", file, "-"})).simplified();
    return text.replace(QChar(0xfb00), QStringLiteral("ff"));
}

QList<QSizeF> pdfImages(const QString& file)
{
    QList<QSizeF> sizes;
    for (const QByteArray& line : outputOf("pdfimages", {"-list", file}).split('\n').mid(2))
        if (const QList<QByteArray> columns = line.simplified().split(' '); columns.size() > 4)
            sizes << QSizeF(columns[3].toDouble(), columns[4].toDouble());
    return sizes;
}

/// Arrows of buttons and boxes and the like.
void expectIconsOnly(const QList<QSizeF>& images, const std::string& of)
{
    for (const QSizeF& size : images)
        EXPECT_LE(std::max(size.width(), size.height()), 16) << of;
}

QByteArray bytesOf(const QString& name)
{
    QFile file(name);
    EXPECT_TRUE(file.open(QFile::ReadOnly)) << name.toStdString();
    return file.readAll();
}

/// So many of a window's pixels may differ from the screen's: letters are drawn by others. Measured are at
/// most 0.0003 and 0.0011.
constexpr double svgShare = 0.0014;
constexpr double pdfShare = 0.004;

/// Share of the pixels that differ by more than the smoothing of edges makes them.
double differing(const QImage& a, const QImage& b)
{
    EXPECT_EQ(a.size(), b.size());
    // Text is drawn a little differently everywhere: what stands elsewhere differs at a quarter's size, too.
    const QSize small = a.size() / 4;
    const QImage first = a.scaled(small, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const QImage second = b.scaled(small, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    int count = 0;
    for (int y = 0; y < small.height(); ++y)
        for (int x = 0; x < small.width(); ++x)
            count += std::abs(qGray(first.pixel(x, y)) - qGray(second.pixel(x, y))) > 48;
    return double(count) / (small.width() * small.height());
}

QImage drawn(const QByteArray& svg, QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::white);
    QSvgRenderer renderer(svg);
    QPainter painter(&image);
    renderer.render(&painter);
    return image;
}

/// Prints into a PDF what is to be printed.
class PrintingDialogs : public AnsweringDialogs
{
public:
    QString pdf;
    QList<QPageLayout::Orientation> orientations;

    void printPreview(QWidget*, QPageLayout::Orientation orientation,
                      const std::function<void(QPrinter&)>& paint) override
    {
        orientations << orientation;
        QPrinter printer(QPrinter::HighResolution);
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setOutputFileName(pdf);
        printer.setPageSize(QPageSize(QPageSize::A4));
        printer.setPageOrientation(orientation);
        paint(printer);
    }
};

class WindowExport : public WindowTest
{
protected:
    explicit WindowExport(const QStringList& options = {}) : WindowTest(options) {}

    QString path(const char* name) { return directory.filePath(QLatin1String(name)); }

    QWidget* page()
    {
        auto* place = qobject_cast<QScrollArea*>(find<QTabWidget>("pages").currentWidget());
        return dynamic_cast<ExportablePage*>(place->widget())->pictured();
    }
    void showPage(const char* id)
    {
        window().showPage(QLatin1String(id));
        ASSERT_TRUE(eventually([this] { return window().isPageCurrent(); })) << id;
        turn();
    }
    static QStringList cellsOf(const QTableView& table)
    {
        QStringList cells;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            for (int column = 0; column < table.model()->columnCount(); ++column)
                cells << cell(table, row, column);
        return cells;
    }

    QTemporaryDir directory;
};

/// 8 x 128 tokens: a colour map, and more cells than are seen.
class LargeWindowExport : public WindowExport
{
protected:
    LargeWindowExport() : WindowExport({"--shape", "8,128,96"}) {}
};

// ---- lines and text

TEST_F(WindowExport, TheWindowsSvgHasEveryNumberAsText)
{
    const SvgContent svg = contentOf(svgPicture(window()));
    expectIconsOnly(svg.images, "window");
    EXPECT_EQ(svg.viewBox, QStringLiteral("0 0 %1 %2").arg(window().width()).arg(window().height()));
    for (const char* table : {"inputView", "outputView"})
        for (const QString& number : cellsOf(view(table)))
            EXPECT_TRUE(svg.text.contains(number)) << number.toStdString();
    for (const char* text : {"Input", "Token statistics", "b1 · t2", "not compared", "0.163", "1.06"})
        EXPECT_TRUE(svg.text.contains(QString::fromUtf8(text))) << text;
}

TEST_F(WindowExport, TheWindowsPdfHasEveryNumberAsText)
{
    ASSERT_TRUE(writePicture(window(), path("window.pdf"), 1));
    expectIconsOnly(pdfImages(path("window.pdf")), "window");
    const QString text = pdfText(path("window.pdf"));
    for (const char* table : {"inputView", "outputView"})
        for (const QString& number : cellsOf(view(table)))
            EXPECT_TRUE(text.contains(number)) << number.toStdString();
    const QByteArray facts = outputOf("pdfinfo", {path("window.pdf")});
    EXPECT_TRUE(facts.contains("Pages:           1"));
    EXPECT_TRUE(facts.contains("1280 x 800 pts")) << facts.toStdString();
    // Every font is in the file: "yes" in the column emb.
    const QList<QByteArray> fonts = outputOf("pdffonts", {path("window.pdf")}).trimmed().split('\n').mid(2);
    EXPECT_FALSE(fonts.isEmpty());
    for (const QByteArray& font : fonts)
        EXPECT_TRUE(font.contains("Identity-H       yes")) << font.toStdString();
}

TEST_F(WindowExport, EveryPageIsLinesAndText)
{
    const QHash<QString, QString> words{{"step-by-step", "how far each value is from the mean"},
                                        {"eps", "output variance"},
                                        {"dimension", "unbiased"},
                                        {"axes", "BatchNorm1d(12)"},
                                        {"mismatch", "Paste the output of your own LayerNorm"}};
    for (const PageEntry& entry : pageTable()) {
        ASSERT_NO_FATAL_FAILURE(showPage(entry.id));
        const SvgContent svg = contentOf(svgPicture(*page()));
        expectIconsOnly(svg.images, entry.id);
        EXPECT_GT(svg.paths, 4) << entry.id;
        EXPECT_TRUE(svg.text.contains(words.value(entry.id, QStringLiteral(" ")))) << entry.id;
        ASSERT_TRUE(writePicture(*page(), path("page.pdf"), 1));
        expectIconsOnly(pdfImages(path("page.pdf")), entry.id);
        EXPECT_TRUE(pdfText(path("page.pdf")).contains(words.value(entry.id, QStringLiteral(" "))))
            << entry.id;
    }
}

TEST_F(WindowExport, EveryPanelIsLinesAndText)
{
    const QList<Panel*> panels = window().findChildren<Panel*>();
    ASSERT_EQ(panels.size(), 5);
    for (Panel* panel : panels) {
        const SvgContent svg = contentOf(svgPicture(*panel));
        EXPECT_TRUE(svg.images.isEmpty()) << panel->accessibleName().toStdString();
        EXPECT_TRUE(svg.text.startsWith(panel->accessibleName())) << svg.text.toStdString();
        ASSERT_TRUE(writePicture(*panel, path("panel.pdf"), 1));
        EXPECT_TRUE(pdfImages(path("panel.pdf")).isEmpty()) << panel->accessibleName().toStdString();
        EXPECT_TRUE(pdfText(path("panel.pdf")).startsWith(panel->accessibleName()));
    }
}

TEST_F(LargeWindowExport, AColourMapIsAreasOfColour)
{
    auto& plot = find<QWidget>("variancePlot");
    const QByteArray svg = svgPicture(plot);
    const SvgContent content = contentOf(svg);
    EXPECT_TRUE(content.images.isEmpty());
    // Neighbours of one colour are one area.
    EXPECT_GT(content.paths, 700);
    EXPECT_LE(content.paths, 8 * 128 + 10);
    EXPECT_LT(differing(plot.grab().toImage(), drawn(svg, plot.size())), 0.02);
    ASSERT_TRUE(writePicture(plot, path("map.pdf"), 1));
    EXPECT_TRUE(pdfImages(path("map.pdf")).isEmpty());
}

TEST_F(LargeWindowExport, OfALargeTableIsDrawnWhatIsSeen)
{
    TensorView& table = view("inputView");
    const QByteArray svg = svgPicture(table);
    EXPECT_LT(svg.size(), 200'000);
    const QString text = contentOf(svg).text;
    EXPECT_TRUE(text.contains(cell(table, 1, 1)));
    EXPECT_FALSE(text.contains("d95"));
    table.horizontalScrollBar()->setValue(table.horizontalScrollBar()->maximum());
    EXPECT_TRUE(contentOf(svgPicture(table)).text.contains("d95"));
}

TEST_F(WindowExport, MarkupAndOtherScriptsAreText)
{
    QLabel label(QStringLiteral("a < b & \"c\" 均值"));
    label.setTextFormat(Qt::PlainText);
    label.resize(300, 40);
    EXPECT_EQ(contentOf(svgPicture(label)).text, label.text());
    ASSERT_TRUE(writePicture(label, path("label.pdf"), 1));
    EXPECT_EQ(pdfText(path("label.pdf")), label.text());
}

TEST_F(WindowExport, WhatIsDrawnAfterATextThatIsCutIsThereToo)
{
    class Drawing : public QWidget
    {
    public:
        using QWidget::QWidget;
        void paintEvent(QPaintEvent*) override
        {
            QPainter painter(this);
            painter.setClipRect(rect());
            painter.drawText(QRect(0, 0, 5, 5), QStringLiteral("cut"));
            painter.fillRect(QRect(20, 20, 40, 40), Qt::red);
        }
    };
    QWidget whole;
    whole.resize(200, 200);
    Drawing drawing(&whole);
    drawing.setGeometry(100, 100, 50, 50);
    const QImage svg = drawn(svgPicture(whole), whole.size());
    EXPECT_EQ(svg.pixelColor(122, 122), QColor(Qt::red));
    // To the end of its widget and no further.
    EXPECT_EQ(svg.pixelColor(148, 148), QColor(Qt::red));
    EXPECT_NE(svg.pixelColor(152, 152), QColor(Qt::red));
    ASSERT_TRUE(writePicture(whole, path("whole.pdf"), 1));
    outputOf("pdftoppm", {"-r", "72", "-png", "-singlefile", path("whole.pdf"), path("whole")});
    const QImage pdf(path("whole.png"));
    EXPECT_EQ(pdf.pixelColor(148, 148), QColor(Qt::red));
    EXPECT_NE(pdf.pixelColor(152, 152), QColor(Qt::red));
}

// ---- as on the screen

/// Where the keyboard is belongs to the screen only.
QImage withoutFocus(QWidget& widget)
{
    const FocusFrame::Hidden noFrame(widget);
    return widget.grab().toImage();
}

TEST_F(WindowExport, AVectorPictureLooksLikeTheScreen)
{
    for (const PageEntry& entry : pageTable()) {
        ASSERT_NO_FATAL_FAILURE(showPage(entry.id));
        const QImage screen = withoutFocus(window());
        EXPECT_LT(differing(screen, drawn(svgPicture(window()), window().size())), svgShare) << entry.id;
        ASSERT_TRUE(writePicture(window(), path("window.pdf"), 1));
        outputOf("pdftoppm", {"-r", "72", "-png", "-singlefile", path("window.pdf"), path("pdf")});
        EXPECT_LT(differing(screen, QImage(path("pdf.png"))), pdfShare) << entry.id;
    }
}

TEST_F(WindowExport, AVectorPictureIsDarkWhereTheWindowIs)
{
    const MainWindow* light = &window();
    choose("theme:dark");
    ASSERT_TRUE(eventually([&] { return &window() != light; }));
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&window()));
    turn();
    const QImage screen = withoutFocus(window());
    EXPECT_LT(differing(screen, drawn(svgPicture(window()), window().size())), svgShare);
    ASSERT_TRUE(writePicture(*page(), path("page.pdf"), 1));
    outputOf("pdftoppm", {"-r", "72", "-png", "-singlefile", path("page.pdf"), path("pdf")});
    EXPECT_EQ(QImage(path("pdf.png")).pixelColor(2, 2), Theme::current().panel);
}

TEST_F(WindowExport, WhatIsScrolledOutOfSightIsInThePageAndNotInTheWindow)
{
    window().resize(1280, 560);
    ASSERT_NO_FATAL_FAILURE(showPage("axes"));
    auto* place = qobject_cast<QScrollArea*>(find<QTabWidget>("pages").currentWidget());
    ASSERT_GT(page()->height(), place->viewport()->height() + 20) << "nothing to scroll";
    const QString last = QStringLiteral("RMSNorm(4)");
    EXPECT_TRUE(contentOf(svgPicture(*page())).text.contains(last));
    EXPECT_FALSE(contentOf(svgPicture(window())).text.contains(last));
    ASSERT_TRUE(writePicture(*page(), path("page.pdf"), 1));
    ASSERT_TRUE(writePicture(window(), path("window.pdf"), 1));
    EXPECT_TRUE(pdfText(path("page.pdf")).contains(last));
    EXPECT_FALSE(pdfText(path("window.pdf")).contains(last));
    EXPECT_EQ(pixelPicture(*page(), 1).size(), page()->size());
    // Nothing of what is cut off lies over the status bar.
    outputOf("pdftoppm", {"-r", "72", "-png", "-singlefile", path("window.pdf"), path("pdf")});
    EXPECT_LT(differing(withoutFocus(window()), QImage(path("pdf.png"))), pdfShare);
}

TEST_F(WindowExport, APngHasAsManyPixelsAsAskedFor)
{
    for (int scale = 1; scale <= largestPictureScale; ++scale) {
        ASSERT_TRUE(writePicture(window(), path("window.png"), scale));
        const QImage picture(path("window.png"));
        EXPECT_EQ(picture.size(), window().size() * scale);
        EXPECT_NEAR(picture.dotsPerMeterX() * 0.0254, 96 * scale, 0.1);
    }
    ASSERT_TRUE(writePicture(window(), path("window.png"), 99));
    EXPECT_EQ(QImage(path("window.png")).size(), window().size() * largestPictureScale);
    EXPECT_EQ(pixelPicture(window(), 1), withoutFocus(window()).convertToFormat(QImage::Format_RGB32));
}

TEST_F(WindowExport, ALargePngIsDrawnFinelyAndNotEnlarged)
{
    auto& plot = find<QWidget>("meanPlot");
    const QImage image = pixelPicture(plot, 2);
    int fine = 0;
    for (int y = 0; y + 1 < image.height(); y += 2)
        for (int x = 0; x + 1 < image.width(); x += 2)
            fine += image.pixel(x, y) != image.pixel(x + 1, y + 1);
    EXPECT_GT(fine, 300);
    EXPECT_LT(differing(image.scaled(plot.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation),
                        plot.grab().toImage()),
              0.004);
}

// ---- files

TEST_F(WindowExport, WhatCannotBeWrittenIsRefusedInOneSentence)
{
    for (const char* name : {"picture", "picture.bmp", "png"}) {
        const auto written = writePicture(window(), path(name), 1);
        ASSERT_FALSE(written) << name;
        EXPECT_NE(written.error().text().find(".svg or .pdf"), std::string::npos);
        EXPECT_FALSE(QFile::exists(path(name)));
    }
    for (const PictureEncoding& encoding : pictureEncodings()) {
        const QString file = path("nowhere/picture") + QLatin1String(encoding.extension);
        const auto written = writePicture(window(), file, 1);
        ASSERT_FALSE(written);
        EXPECT_NE(written.error().text().find(file.toStdString()), std::string::npos);
        EXPECT_NE(written.error().text().find("No such file or directory"), std::string::npos);
    }
    ASSERT_TRUE(QDir(directory.path()).mkdir("folder.svg"));
    EXPECT_FALSE(writePicture(window(), path("folder.svg"), 1));
}

TEST_F(WindowExport, AFullDiskLeavesTheOldFile)
{
    QFile old(path("window.svg"));
    ASSERT_TRUE(old.open(QFile::WriteOnly) && old.write("old") == 3);
    old.close();
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto signal = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{4096, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
    const auto written = writePicture(window(), path("window.svg"), 1);
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, signal);
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().text().find("File too large"), std::string::npos) << written.error().text();
    EXPECT_EQ(bytesOf(path("window.svg")), "old");
    EXPECT_EQ(QDir(directory.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"window.svg"});
}

TEST_F(WindowExport, EndingsAreReadInCapitalsToo)
{
    ASSERT_TRUE(writePicture(window(), path("window.PDF"), 1));
    EXPECT_TRUE(bytesOf(path("window.PDF")).startsWith("%PDF-"));
}

// ---- the menu

class ExportMenu : public WindowExport
{
protected:
    void SetUp() override
    {
        WindowExport::SetUp();
        actions = new ExportActions(window(), settings, answers);
        actions->addView("The whole window", "window", [this] { return &window(); });
        actions->addView("This page", "page", [this] { return page(); });
        actions->addView("Nothing", "nothing", [] { return static_cast<QWidget*>(nullptr); });
        actions->fillMenu(&menu);
    }

    void trigger(const char* name)
    {
        auto* action = menu.findChild<QAction*>(QString::fromUtf8(name));
        ASSERT_NE(action, nullptr) << name;
        action->trigger();
    }

    SettingsStore settings{SettingsStore::Kind::MemoryOnly};
    PrintingDialogs answers;
    ExportActions* actions = nullptr;
    QMenu menu;
};

TEST_F(ExportMenu, SavesTheChosenViewInTheFormatOfTheName)
{
    QSignalSpy told(actions, &ExportActions::told);
    for (const char* name : {"window.svg", "window.pdf", "window.png"}) {
        answers.saveAnswer = path(name);
        trigger("savePicture:window");
    }
    answers.saveAnswer = path("page.png");
    trigger("savePicture:page");
    EXPECT_EQ(told.size(), 4);
    EXPECT_TRUE(told.last().first().toString().contains("page.png"));
    EXPECT_EQ(answers.proposals.first(), "layernorm-window.png");
    EXPECT_EQ(answers.proposals.last(), "layernorm-page.png");
    EXPECT_TRUE(contentOf(bytesOf(path("window.svg"))).text.contains("Token statistics"));
    EXPECT_TRUE(bytesOf(path("window.pdf")).startsWith("%PDF-"));
    EXPECT_EQ(QImage(path("window.png")).size(), window().size() * 2);
    EXPECT_EQ(QImage(path("page.png")).size(), page()->size() * 2);
    EXPECT_TRUE(answers.errors.isEmpty());
}

TEST_F(ExportMenu, RemembersHowManyPixels)
{
    EXPECT_TRUE(menu.findChild<QAction*>("pictureScale:2")->isChecked());
    trigger("pictureScale:3");
    answers.saveAnswer = path("window.png");
    trigger("savePicture:window");
    EXPECT_EQ(QImage(path("window.png")).size(), window().size() * 3);
    QMenu next;
    actions->fillMenu(&next);
    EXPECT_TRUE(next.findChild<QAction*>("pictureScale:3")->isChecked());
    EXPECT_FALSE(next.findChild<QAction*>("pictureScale:2")->isChecked());
}

TEST_F(ExportMenu, SaysWhatItCannotDo)
{
    QSignalSpy told(actions, &ExportActions::told);
    QSignalSpy refused(actions, &ExportActions::refused);
    trigger("savePicture:window"); // cancelled
    EXPECT_TRUE(answers.errors.isEmpty());
    answers.saveAnswer = path("nowhere/window.svg");
    trigger("savePicture:window");
    ASSERT_EQ(answers.errors.size(), 1);
    EXPECT_TRUE(answers.errors.first().contains("nowhere"));
    for (const char* name : {"savePicture:nothing", "copyPicture:nothing", "printView:nothing"})
        trigger(name);
    ASSERT_EQ(refused.size(), 3);
    EXPECT_TRUE(refused.first().first().toString().startsWith("Nothing"));
    EXPECT_TRUE(told.isEmpty());
    EXPECT_TRUE(answers.orientations.isEmpty());
}

TEST_F(ExportMenu, CopiesPixelsAndLines)
{
    trigger("copyPicture:page");
    const QMimeData* data = QApplication::clipboard()->mimeData();
    ASSERT_TRUE(data->hasImage() && data->hasFormat("image/svg+xml"));
    EXPECT_EQ(qvariant_cast<QImage>(data->imageData()).size(), page()->size() * 2);
    EXPECT_TRUE(contentOf(data->data("image/svg+xml")).text.contains("how far each value"));
}

TEST_F(ExportMenu, PrintsLinesAndText)
{
    answers.pdf = path("printed.pdf");
    trigger("printView:window");
    EXPECT_EQ(answers.orientations, QList{QPageLayout::Landscape});
    expectIconsOnly(pdfImages(answers.pdf), "printed");
    const QString text = pdfText(answers.pdf);
    for (const QString& number : cellsOf(view("inputView")))
        EXPECT_TRUE(text.contains(number)) << number.toStdString();
    const QByteArray facts = outputOf("pdfinfo", {answers.pdf});
    EXPECT_TRUE(facts.contains("Pages:           1"));
    EXPECT_TRUE(facts.contains("(A4)")) << facts.toStdString();
}

TEST_F(ExportMenu, AHighViewStandsUprightAndFillsThePage)
{
    QWidget view;
    view.setStyleSheet("background: #ff0000");
    view.resize(300, 600);
    answers.pdf = path("printed.pdf");
    previewView(view, "red", &window(), answers);
    EXPECT_EQ(answers.orientations, QList{QPageLayout::Portrait});
    outputOf("pdftoppm", {"-r", "36", "-png", "-singlefile", answers.pdf, path("printed")});
    const QImage page(path("printed.png"));
    QRect red;
    for (int y = 0; y < page.height(); ++y)
        for (int x = 0; x < page.width(); ++x)
            if (page.pixelColor(x, y) == QColor(Qt::red))
                red |= QRect(x, y, 1, 1);
    EXPECT_NEAR(double(red.height()) / red.width(), 2, 0.05);
    EXPECT_GT(red.height(), page.height() * 0.85);
    EXPECT_NEAR(red.center().x(), page.width() / 2, 2);
}

TEST_F(WindowExport, ThePreviewShowsThePageAsItWillLie)
{
    QList<QPageLayout::Orientation> painted;
    Dialogs real;
    QTimer::singleShot(200, &window(), [] {
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* preview = qobject_cast<QPrintPreviewDialog*>(widget))
                preview->reject();
    });
    real.printPreview(&window(), QPageLayout::Landscape, [&](QPrinter& printer) {
        painted << printer.pageLayout().orientation();
        printView(window(), printer);
    });
    ASSERT_FALSE(painted.isEmpty());
    EXPECT_EQ(painted.first(), QPageLayout::Landscape);
}

} // namespace

} // namespace layernorm
