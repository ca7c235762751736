# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes number-formats.txt beside itself: a line holds a number (a hexadecimal float that is a float32, too) and in
hexadecimal the bits that numpy.float16 and torch.bfloat16 (PyTorch 1.13.0a0) round it to.

The numbers are what lies between two neighbours of a format: the middle (a tie) and the float32 numbers next to it.
"""
import pathlib

import numpy
import torch


def neighbours_middles():
    patterns = numpy.arange(0, 0x7C00, 61, dtype=numpy.uint16)
    patterns = numpy.concatenate([patterns, numpy.array([0, 1, 2, 0x3FE, 0x3FF, 0x400, 0x7BFE], numpy.uint16)])
    halves = [(p.view(numpy.float16), (p + numpy.uint16(1)).view(numpy.float16)) for p in patterns]
    yield from ((float(a) + (float(b) if numpy.isfinite(b) else 65536.0)) / 2 for a, b in halves)
    yield from [65504.0, 65519.0, 65520.0, 65535.0, 1e6]
    for pattern in [*range(0, 0x7F7F, 127), 1, 2, 0x7E, 0x7F, 0x80, 0x7F7E]:
        a, b = (numpy.uint32(p << 16).view(numpy.float32) for p in (pattern, pattern + 1))
        yield (float(a) + float(b)) / 2
    yield float(numpy.uint32(0x7F7F8000).view(numpy.float32))


def main():
    values = []
    for middle in neighbours_middles():
        value = numpy.float32(middle)
        for near in (value, numpy.nextafter(value, numpy.float32(0)), numpy.nextafter(value, numpy.float32("inf"))):
            values += [near, -near]
    with numpy.errstate(over="ignore"):
        halves = numpy.array(values, numpy.float64).astype(numpy.float16).view(numpy.uint16)
    brains = torch.from_numpy(numpy.array(values)).bfloat16().view(torch.int16).numpy().view(numpy.uint16)
    with open(pathlib.Path(__file__).with_name("number-formats.txt"), "w") as file:
        for value, half, brain in zip(values, halves, brains):
            file.write(f"{float(value).hex()} {half:04x} {brain:04x}\n")


main()
