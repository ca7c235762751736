# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes torch-layer-norm.txt beside itself: what torch.native_layer_norm gives (PyTorch 1.13.0a0, CPU).

A case is a line `case dtype shape normalized_dims eps gamma beta offset seed` and the lines `output`, `mean` and
`rstd`, every number a hexadecimal float, exact. The inputs are not stored: `numbers` makes them here and in
layer_norm_test.cpp.
"""
import itertools
import pathlib
import re

import numpy
import torch

EPS = [0.0, 1e-12, 1e-5, 1e-3, 10.0]
DIMENSIONS = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 63, 64, 65, 100, 768, 769]
EXTENTS = [2, 1, 3, 1, 2, 2, 1, 3]  # rank r is the last r of them


def numbers(count, seed, offset=0.0):
    """Evenly spread over [offset - 2, offset + 2), each a float32 whatever the type it is used in."""
    place = numpy.arange(count, dtype=numpy.uint64) + (numpy.uint64(seed) << numpy.uint64(32))
    bits = (place + numpy.uint64(1)) * numpy.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> numpy.uint64(29))) * numpy.uint64(0xBF58476D1CE4E5B9)
    uniform = (bits >> numpy.uint64(40)).astype(numpy.float64) * 2.0**-22 - 2
    return (uniform + offset).astype(numpy.float32)


def cases():
    eps = itertools.cycle(EPS)
    affine = itertools.cycle([(False, False), (True, True), (True, False), (False, True)])
    for rank in range(1, 9):
        for dims in range(1, rank + 1):
            yield EXTENTS[-rank:], dims, next(eps), next(affine), 0.0
    for dimension in DIMENSIONS:
        yield [1 if dimension > 64 else 3, dimension], 1, next(eps), next(affine), 0.0
    for dimension in DIMENSIONS[2:14]:
        yield [2, dimension], 1, next(eps), next(affine), 1000.0
    for each in EPS:
        yield [2, 16], 1, each, (True, True), 0.5


def exact(value):
    return re.sub(r"\.?0+p", "p", value.hex())


def line(name, tensor):
    return name + " " + " ".join(map(exact, tensor.flatten().tolist())) + "\n"


def written(dtype, seed, shape, dims, eps, affine, offset):
    def tensor(extents, own_seed, own_offset=0.0):
        values = numbers(int(numpy.prod(extents)), own_seed, own_offset)
        return torch.from_numpy(values).to(dtype).reshape(extents)

    trailing = shape[-dims:]
    gamma = tensor(trailing, seed + 1000) if affine[0] else None
    beta = tensor(trailing, seed + 2000) if affine[1] else None
    output, mean, rstd = torch.native_layer_norm(tensor(shape, seed, offset), trailing, gamma, beta, eps)
    head = ["case", str(dtype).removeprefix("torch."), ",".join(map(str, shape)), dims, exact(eps), int(affine[0]),
            int(affine[1]), offset, seed]
    return " ".join(map(str, head)) + "\n" + line("output", output) + line("mean", mean) + line("rstd", rstd)


text = ""
for seed, case in enumerate(cases()):
    for dtype in (torch.float32, torch.float64):
        text += written(dtype, seed, *case)
pathlib.Path(__file__).with_name("torch-layer-norm.txt").write_text(text)
