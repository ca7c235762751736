// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/reference.h"
#include "app/session/session.h"
#include "tests/support/watched_session.h"

#include <QPushButton>
#include <QTest>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

namespace layernorm::testing {

/// A page by itself, of the size it has in a window of 1280 x 800, on a document of its own; no library is
/// chosen.
template <typename Page>
class PageTest : public ::testing::Test
{
protected:
    explicit PageTest(Content content = drawn({2, 3, 4})) : session(std::move(content)) {}

    void SetUp() override
    {
        page.resize(1230, 290);
        page.show();
        ASSERT_TRUE(QTest::qWaitForWindowActive(&page));
        ASSERT_TRUE(becomesCurrent());
    }

    bool becomesCurrent()
    {
        QCoreApplication::processEvents();
        return eventually([this] { return session.isCurrent() && page.isCurrent(); });
    }
    template <typename Widget>
    Widget& find(const char* name)
    {
        auto* widget = page.template findChild<Widget*>(QString::fromUtf8(name));
        if (!widget)
            throw std::runtime_error(std::string("the page has no ") + name);
        return *widget;
    }
    void push(const char* button) { QTest::mouseClick(&find<QPushButton>(button), Qt::LeftButton); }

    Session session;
    Reference reference{session};
    Page page{session, reference};
};

} // namespace layernorm::testing
