// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help/help_topics.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QStringList>
#include <QTabBar>
#include <QTabWidget>
#include <algorithm>
#include <array>

namespace layernorm {

namespace {

bool isPlace(const HelpTopic& topic, const QString& name)
{
    const QStringList places = QString::fromLatin1(topic.places).split(u' ', Qt::SkipEmptyParts);
    return std::any_of(places.begin(), places.end(), [&name](const QString& place) {
        return place.endsWith(u'*') ? name.startsWith(place.chopped(1)) : name == place;
    });
}

const HelpTopic* topicAt(const QString& name)
{
    if (name.isEmpty())
        return nullptr;
    const auto topics = helpTopics();
    const auto found = std::find_if(topics.begin(), topics.end(),
                                    [&name](const HelpTopic& topic) { return isPlace(topic, name); });
    return found == topics.end() ? nullptr : &*found;
}

/// What an object says of itself.
const HelpTopic* ownTopic(const QObject& object)
{
    if (const QVariant id = object.property(helpTopicProperty); id.isValid())
        return findHelpTopic(id.toString());
    if (const QVariant page = object.property("pageId"); page.isValid())
        return topicAt(QStringLiteral("page:") + page.toString());
    return topicAt(object.objectName());
}

/// Where the question about a widget goes on, when the widget is about nothing itself.
const QWidget* askedNext(const QWidget& widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(&widget); label && label->buddy())
        return label->buddy();
    // A tab is about its page.
    const auto* tabs = qobject_cast<const QTabWidget*>(widget.parentWidget());
    if (tabs && qobject_cast<const QTabBar*>(&widget) && tabs->currentWidget())
        return tabs->currentWidget();
    return widget.parentWidget();
}

} // namespace

std::span<const HelpTopic> helpTopics()
{
    static constexpr std::array table{
        HelpTopic{"overview", "mainWindow helpMenu helpAction helpContentsAction"},
        HelpTopic{"input", "inputView cellEditor"},
        HelpTopic{"statistics", "meanPlot variancePlot"},
        HelpTopic{"output", "outputView"},
        HelpTopic{"library", "libraryView libraryCombo libraryMenu library:* verdictBar referenceStatus "
                             "choosePythonAction restartLibraryAction"},
        HelpTopic{"difference", "differenceView"},
        HelpTopic{"shape", "batchSpin sequenceSpin dimensionSpin"},
        HelpTopic{"seed", "seedSpin outlined drawAgainAction nextSeedAction tensorMenu"},
        HelpTopic{"eps", "epsCombo epsSlider"},
        HelpTopic{"normalise-over", "normalizedDimsCombo"},
        HelpTopic{"affine", "affineCheck affineView"},
        HelpTopic{"dtype", "dtypeCombo"},
        HelpTopic{"page-step-by-step", "page:step-by-step stepByStepPage"},
        HelpTopic{"page-eps", "page:eps epsPage"},
        HelpTopic{"page-dimension", "page:dimension dimensionPage"},
        HelpTopic{"page-axes", "page:axes axesPage"},
        HelpTopic{"page-mismatch", "page:mismatch mismatchPage"},
        HelpTopic{"page-add-and-norm", "page:add-and-norm addAndNormPage"},
        HelpTopic{"page-gradients", "page:gradients gradientsPage"},
        HelpTopic{"files",
                  "fileMenu openAction recentMenu samplesMenu sample:* saveAction saveAsAction "
                  "saveTensorMenu saveInputAction saveOutputAction saveMeanAction saveVarianceAction "
                  "quitAction importDialog notesPanel notesAction"},
        HelpTopic{"clipboard", "editMenu copyTokenAction copyNamedAction copyTableAction copyCodeMenu "
                               "copyCode:* pasteAction pasteNewAction"},
        HelpTopic{"export", "exportButton savePictureMenu savePicture:* copyPictureMenu copyPicture:* "
                            "pictureScaleMenu pictureScale:* printViewMenu printView:* saveTableAction "
                            "copyPageTableHere savePageTableHere savePagePictureHere"},
        HelpTopic{"numbers", "notationMenu notation:* moreDigitsAction fewerDigitsAction showNumbersAction"},
        HelpTopic{"look", "viewMenu zoom* fullScreenAction themeMenu theme:* languageMenu language:*"},
        HelpTopic{"keyboard", "keysAction undoAction redoAction shortcutSheet"},
        HelpTopic{"lessons", "lessonsMenu lesson* openLessonAction brokenLesson:*"},
        HelpTopic{"presentation", "presentation* present* nextViewAction previousViewAction firstViewAction "
                                  "lastViewAction pointerAction leavePresentationAction"},
        HelpTopic{"accessibility", ""},
    };
    return table;
}

const HelpTopic* findHelpTopic(QStringView id)
{
    const auto topics = helpTopics();
    const auto found = std::find_if(topics.begin(), topics.end(),
                                    [id](const HelpTopic& topic) { return id == QLatin1String(topic.id); });
    return found == topics.end() ? nullptr : &*found;
}

const HelpTopic& helpTopicOf(const QWidget& widget)
{
    for (const QWidget* asked = &widget; asked; asked = askedNext(*asked))
        if (const HelpTopic* topic = ownTopic(*asked))
            return *topic;
    return helpTopics().front();
}

const HelpTopic& helpTopicOf(const QAction& action)
{
    if (const HelpTopic* topic = ownTopic(action))
        return *topic;
    if (const QMenu* menu = action.menu())
        if (const HelpTopic* topic = ownTopic(*menu))
            return *topic;
    for (const QObject* object : action.associatedObjects()) {
        const auto* menu = qobject_cast<const QMenu*>(object);
        if (menu && menu->menuAction() != &action)
            return helpTopicOf(*menu->menuAction());
        if (const auto* widget = qobject_cast<const QWidget*>(object); widget && !menu)
            return helpTopicOf(*widget);
    }
    return helpTopics().front();
}

} // namespace layernorm
