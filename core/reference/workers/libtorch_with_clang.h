// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Included before everything else where Clang compiles LibTorch 1.13 against libstdc++ 12 in C++20.
///
/// ATen/core/ivalue.h moves a std::vector<c10::IValue> before IValue is complete. In C++20 the vector's members are
/// constexpr; Clang instantiates such members where they are named, GCC where they are used, and only the second
/// compiles. Here std::vector has the members of C++17: the same code, which nobody asks to run at compile time.
#include <string>

#pragma push_macro("_GLIBCXX20_CONSTEXPR")
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#include <bits/stl_uninitialized.h>
#include <bits/stl_vector.h>
// Declared constexpr by <string> already; std::vector<bool> fills by another name.
#define __fill_a1 __fill_bits_a1
#include <bits/stl_bvector.h>
#undef __fill_a1
#include <bits/vector.tcc>
#pragma pop_macro("_GLIBCXX20_CONSTEXPR")
