// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The window follows the desktop while it is there.
#include "app/look/system_look.h"
#include "app/look/theme.h"
#include "tests/app/window/window_fixture.h"

#include <QDBusVariant>

namespace layernorm {

namespace {

const QString appearance = QStringLiteral("org.freedesktop.appearance");

class SystemLookTest : public WindowTest
{
protected:
    void tell(const char* key, const QVariant& value)
    {
        application.systemLook().take(appearance, QLatin1String(key), QDBusVariant(value));
        turn();
    }
    void chooseTheme(const char* action)
    {
        const MainWindow* old = &window();
        choose(action);
        ASSERT_TRUE(testing::eventually([&] { return &window() != old; }));
        turn();
    }
};

TEST_F(SystemLookTest, FollowsWhileTheThemeIsTheSystems)
{
    chooseTheme("theme:system");
    session().selection().setCurrent({4, 1});
    tell("color-scheme", 1U);
    EXPECT_EQ(&Theme::current(), &Theme::darkTheme());
    EXPECT_TRUE(window().isVisible());
    EXPECT_EQ(session().selection().current(), (Cell{4, 1}));
    tell("color-scheme", 2U);
    EXPECT_EQ(&Theme::current(), &Theme::light());
    tell("contrast", 1U);
    EXPECT_EQ(&Theme::current(), &Theme::highContrastTheme(false));
    tell("color-scheme", 1U);
    EXPECT_EQ(&Theme::current(), &Theme::highContrastTheme(true));
    tell("contrast", 0U);
    EXPECT_EQ(&Theme::current(), &Theme::darkTheme());
    chooseTheme("theme:light");
}

TEST_F(SystemLookTest, AThemeThatWasChosenStays)
{
    const MainWindow* before = &window();
    tell("color-scheme", 1U);
    EXPECT_EQ(&Theme::current(), &Theme::light());
    EXPECT_EQ(&window(), before) << "nothing to draw anew";
    chooseTheme("theme:high-contrast");
    EXPECT_EQ(&Theme::current(), &Theme::highContrastTheme(true));
    tell("color-scheme", 2U);
    EXPECT_EQ(&Theme::current(), &Theme::highContrastTheme(false));
    chooseTheme("theme:light");
}

TEST(SystemLookAnswers, AreTakenAsThePortalGivesThem)
{
    SystemLook look;
    const auto take = [&look](const QString& space, const char* key, const QVariant& value) {
        look.take(space, QLatin1String(key), QDBusVariant(value));
    };
    take(appearance, "color-scheme", QVariant::fromValue(QDBusVariant(1U))); // Read wraps it twice
    EXPECT_TRUE(look.isDark());
    take(appearance, "color-scheme", QStringLiteral("light"));
    EXPECT_TRUE(look.isDark()) << "no number";
    take(QStringLiteral("org.gnome.desktop"), "color-scheme", 2U);
    EXPECT_TRUE(look.isDark()) << "another namespace";
    take(appearance, "accent-color", 2U);
    EXPECT_TRUE(look.isDark()) << "another key";
    take(appearance, "color-scheme", 9U);
    EXPECT_FALSE(look.isDark()) << "what is unknown is no preference";
    take(appearance, "contrast", 1U);
    EXPECT_TRUE(look.hasHighContrast());
}

TEST(SystemLookAnswers, AreRemembered)
{
    for (const char* memory : {"", "dark", "light", "dark high-contrast", "high-contrast"}) {
        SystemLook look;
        look.remember(QLatin1String(memory));
        EXPECT_EQ(look.memory(), QLatin1String(memory));
    }
    SystemLook look;
    look.remember(QStringLiteral("purple"));
    EXPECT_EQ(look.memory(), "");
}

} // namespace

} // namespace layernorm
