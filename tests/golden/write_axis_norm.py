# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes torch-axis-norm.txt beside itself: what the modules of torch.nn give (PyTorch 1.13.0a0, CPU) that normalise
over each subset of the axes of [batch, sequence, dimension].

A case is a line `case dtype shape eps offset seed` and a line `AXES MODULE numbers` for each subset, then one for
GroupNorm(1, D) and one for RMSNorm over the dimension, every number a hexadecimal float, exact. The word `refused`
stands for the numbers where PyTorch raises. The inputs are not stored: `numbers` of write_layer_norm.py makes them
here, and axis_norm_test.cpp there.
"""
import pathlib
import re

import numpy
import torch
from torch import nn

CASES = [  # shape, eps, offset
    ([2, 3, 4], 1e-5, 0.0),
    ([3, 2, 5], 1e-3, 0.5),
    ([2, 1, 7], 1e-5, 0.0),
    ([1, 4, 6], 1e-12, -1.0),
    ([5, 3, 1], 0.1, 0.0),
    ([1, 1, 9], 1e-5, 0.0),
    ([1, 1, 1], 1e-5, 0.0),
    ([2, 17, 3], 1e-5, 10.0),
]


def numbers(count, seed, offset=0.0):
    """As in write_layer_norm.py."""
    place = numpy.arange(count, dtype=numpy.uint64) + (numpy.uint64(seed) << numpy.uint64(32))
    bits = (place + numpy.uint64(1)) * numpy.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> numpy.uint64(29))) * numpy.uint64(0xBF58476D1CE4E5B9)
    uniform = (bits >> numpy.uint64(40)).astype(numpy.float64) * 2.0**-22 - 2
    return (uniform + offset).astype(numpy.float32)


def modules(shape, eps, dtype):
    """Axes, the module's name, and how it is applied to x of [batch, sequence, dimension]."""
    batch, sequence, dimension = shape

    def module(kind, *arguments):
        return kind(*arguments, eps=eps).to(dtype)

    def channels_first(norm):
        return lambda x: norm(x.transpose(1, 2)).transpose(1, 2)

    def flattened(norm):
        return lambda x: norm(x.flatten(1)).reshape(x.shape)

    def rms_norm(x):
        return x / torch.sqrt(x.pow(2).mean(-1, keepdim=True) + eps)

    yield "dimension", f"LayerNorm({dimension})", module(nn.LayerNorm, dimension)
    yield "sequence", f"InstanceNorm1d({dimension})", channels_first(module(nn.InstanceNorm1d, dimension))
    flat = sequence * dimension
    yield "batch", f"BatchNorm1d({flat})", flattened(module(nn.BatchNorm1d, flat))
    yield "sequence+dimension", f"LayerNorm([{sequence},{dimension}])", module(nn.LayerNorm, shape[1:])
    yield "batch+dimension", f"BatchNorm1d({sequence})", module(nn.BatchNorm1d, sequence)
    yield "batch+sequence", f"BatchNorm1d({dimension})", channels_first(module(nn.BatchNorm1d, dimension))
    yield "batch+sequence+dimension", f"LayerNorm([{batch},{sequence},{dimension}])", module(nn.LayerNorm, shape)
    yield "sequence+dimension", f"GroupNorm(1,{dimension})", channels_first(module(nn.GroupNorm, 1, dimension))
    yield "dimension", "RMSNorm", rms_norm


def exact(value):
    return re.sub(r"\.?0+p", "p", value.hex())


def answer(apply, x):
    try:
        return " ".join(map(exact, apply(x).flatten().tolist()))
    except ValueError:  # a single value a channel
        return "refused"


def written(dtype, seed, shape, eps, offset):
    values = torch.from_numpy(numbers(int(numpy.prod(shape)), seed, offset)).to(dtype).reshape(shape)
    head = ["case", str(dtype).removeprefix("torch."), ",".join(map(str, shape)), exact(eps), offset, seed]
    lines = [" ".join(map(str, head))]
    lines += [f"{axes} {name} {answer(apply, values)}" for axes, name, apply in modules(shape, eps, dtype)]
    return "\n".join(lines) + "\n"


text = ""
with torch.no_grad():
    for seed, case in enumerate(CASES):
        for dtype in (torch.float32, torch.float64):
            text += written(dtype, seed, *case)
pathlib.Path(__file__).with_name("torch-axis-norm.txt").write_text(text)
