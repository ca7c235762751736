#!/bin/sh
# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what building, running and testing LayerNorm Explorer needs on Debian 12.
# Does nothing (and asks for no rights) where everything is there already.
set -eu

build="build-essential cmake ninja-build pkg-config"
window="qt6-base-dev qt6-base-dev-tools qt6-svg-dev libqcustomplot-dev libgl-dev libxcb1-dev
        qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-translations-l10n"
core="libeigen3-dev libboost-dev nlohmann-json3-dev libexpected-dev libtbb-dev libmuparser-dev"
references="libtorch-dev libdnnl-dev python3-torch python3-numpy"
fonts="fontconfig fonts-noto-core fonts-wqy-microhei"
tests="libgtest-dev libgmock-dev libbenchmark-dev xvfb xdotool openbox x11-utils procps
       dbus at-spi2-core python3-pyatspi
       poppler-utils clang-14 libclang-rt-14-dev"

missing=""
for package in $build $window $core $references $fonts $tests; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "debian.sh: these packages are missing and need root to install:$missing" >&2
        echo "debian.sh: run this script as root, or install sudo" >&2
        exit 1
    fi
    as_root=sudo
fi

export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update
# shellcheck disable=SC2086 # one word a package
$as_root apt-get install --yes --no-install-recommends $missing
