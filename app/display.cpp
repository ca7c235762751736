// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/display.h"

#include <cstdlib>
#include <xcb/xcb.h>

namespace layernorm {

namespace {

struct ScreenZoom {
    int leastHeight;
    int zoom;
};

/// Of 2160 and 1440 pixels panels leave some less.
constexpr ScreenZoom screenZooms[] = {{2000, 200}, {1340, 125}};

} // namespace

int zoomForScreen(int height, double pixelRatio)
{
    for (const auto& [least, zoom] : screenZooms)
        if (pixelRatio == 1 && height >= least)
            return zoom;
    return 100;
}

bool hasDisplay()
{
    const auto isSet = [](const char* name) {
        const char* value = std::getenv(name);
        return value && *value;
    };
    // The user has chosen how to draw, or a Wayland compositor is there.
    if (isSet("QT_QPA_PLATFORM") || isSet("WAYLAND_DISPLAY"))
        return true;
    if (!isSet("DISPLAY"))
        return false;
    // DISPLAY may name a server that is gone.
    xcb_connection_t* connection = xcb_connect(nullptr, nullptr);
    const bool works = xcb_connection_has_error(connection) == 0;
    xcb_disconnect(connection);
    return works;
}

} // namespace layernorm
