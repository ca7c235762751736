# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes torch-layer-norm-gradient.txt beside itself: what torch.native_layer_norm_backward gives (PyTorch 1.13.0a0,
CPU) in float64.

A case is a line `case shape normalized_dims eps gamma offset seed` and the lines `input`, `gamma` and `beta`, every
number a hexadecimal float, exact. What goes in is not stored: `numbers` of write_layer_norm.py makes it here, and
layer_norm_gradient_test.cpp there: x of seed, gamma of seed + 1000, dL/dy of seed + 3000. It is float32 in every type,
and so is eps.
"""
import pathlib
import re

import numpy
import torch

CASES = [  # shape, normalized dims, eps, gamma, offset
    ([3, 1], 1, 2.0**-17, True, 0.0),
    ([2, 2], 1, 2.0**-3, False, 0.0),
    ([2, 3, 4], 1, 2.0**-17, True, 0.0),
    ([2, 3, 4], 2, 2.0**-17, True, 0.5),
    ([2, 3, 4], 3, 2.0**-17, False, 0.0),
    ([5, 7], 1, 2.0**-10, False, -1.0),
    ([2, 8], 1, 0.0, True, 0.0),
    ([4, 9], 1, 2.0**-17, True, 100.0),
    ([1, 64], 1, 2.0**-40, False, 0.0),
    ([20, 3], 1, 2.0**-17, True, 0.0),
    ([1, 257], 1, 8.0, True, 0.0),
]


def numbers(count, seed, offset=0.0):
    """As in write_layer_norm.py."""
    place = numpy.arange(count, dtype=numpy.uint64) + (numpy.uint64(seed) << numpy.uint64(32))
    bits = (place + numpy.uint64(1)) * numpy.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> numpy.uint64(29))) * numpy.uint64(0xBF58476D1CE4E5B9)
    uniform = (bits >> numpy.uint64(40)).astype(numpy.float64) * 2.0**-22 - 2
    return (uniform + offset).astype(numpy.float32)


def exact(value):
    return re.sub(r"\.?0+p", "p", value.hex())


def line(name, tensor):
    return name + " " + " ".join(map(exact, tensor.flatten().tolist())) + "\n"


def written(seed, shape, dims, eps, affine, offset):
    def tensor(extents, own_seed, own_offset=0.0):
        values = numbers(int(numpy.prod(extents)), own_seed, own_offset)
        return torch.from_numpy(values).to(torch.float64).reshape(extents)

    trailing = shape[-dims:]
    x = tensor(shape, seed, offset)
    gamma = tensor(trailing, seed + 1000) if affine else torch.ones(trailing, dtype=torch.float64)
    beta = torch.zeros(trailing, dtype=torch.float64)
    _, mean, rstd = torch.native_layer_norm(x, trailing, gamma, beta, eps)
    gradients = torch.ops.aten.native_layer_norm_backward(
        tensor(shape, seed + 3000), x, trailing, mean, rstd, gamma, beta, [True, True, True])
    head = ["case", ",".join(map(str, shape)), dims, exact(eps), int(affine), offset, seed]
    return " ".join(map(str, head)) + "\n" + "".join(map(line, ["input", "gamma", "beta"], gradients))


text = "".join(written(seed, *case) for seed, case in enumerate(CASES))
pathlib.Path(__file__).with_name("torch-layer-norm-gradient.txt").write_text(text)
