# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes torch-block.txt beside itself: the weights of a Transformer block drawn from a seed, and what torch.autograd
makes of blocks of every wiring (PyTorch 1.13.0a0, CPU) in float64.

Lines `weights dtype` followed by a line for each weight; then for every wiring a line `block residual norm causal` and
the lines `output`, `input` (dL/d input, where L = sum(output * r)) and one for the gradient of each weight and of
gamma and beta. Every number is a hexadecimal float, exact. x, r, gamma and beta are torch.randn of the seeds 11, 12, 13
and 14; they are drawn again in block_test.cpp.
"""
import math
import pathlib
import re

import torch
from torch.nn.functional import layer_norm, linear

SHAPE = (2, 3, 4)
HEADS = 2
HIDDEN = 6
SEED = 5
EPS = 1e-5
WEIGHTS = ["query", "key", "value", "output", "expand", "contract"]


def drawn(seed, *shape, dtype=torch.float64):
    torch.manual_seed(seed)
    return torch.randn(*shape, dtype=dtype)


def drawn_weights(dtype):
    dimension = SHAPE[-1]
    attention = drawn(SEED, 4, dimension, dimension, dtype=dtype) / math.sqrt(dimension)
    feed = drawn(SEED + 1, 2, HIDDEN, dimension, dtype=dtype)
    return [*attention, feed[0] / math.sqrt(dimension), feed[1].T / math.sqrt(HIDDEN)]


def attention(x, weights, causal):
    def heads(weight):
        return linear(x, weight).unflatten(-1, (HEADS, -1)).transpose(1, 2)

    query, key, value = map(heads, weights[:3])
    scores = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).triu(1).bool(), -math.inf)
    return linear((scores.softmax(-1) @ value).transpose(1, 2).flatten(-2), weights[3])


def sublayer(x, apply, residual, norm, normalize):
    changed = apply(normalize(x) if norm == "pre" else x)
    total = x + changed if residual else changed
    return normalize(total) if norm == "post" else total


def block(x, weights, gamma, beta, residual, norm, causal):
    x = sublayer(x, lambda t: attention(t, weights, causal), residual, norm,
                 lambda t: layer_norm(t, t.shape[-1:], gamma, beta, EPS))
    return sublayer(x, lambda t: linear(linear(t, weights[4]).relu(), weights[5]), residual, norm,
                    lambda t: layer_norm(t, t.shape[-1:], None, None, EPS))


def exact(value):
    return re.sub(r"\.?0+p", "p", value.hex())


def line(name, tensor):
    return name + " " + " ".join(map(exact, tensor.flatten().tolist())) + "\n"


def written(residual, norm, causal):
    x = drawn(11, *SHAPE).requires_grad_()
    weights = [weight.contiguous().requires_grad_() for weight in drawn_weights(torch.float64)]
    gamma, beta = (drawn(seed, SHAPE[-1]).requires_grad_() for seed in (13, 14))
    output = block(x, weights, gamma, beta, residual, norm, causal)
    (output * drawn(12, *SHAPE)).sum().backward()
    text = f"block {int(residual)} {norm} {int(causal)}\n" + line("output", output) + line("input", x.grad)
    for name, tensor in zip([*WEIGHTS, "gamma", "beta"], [*weights, gamma, beta]):
        text += line(name, torch.zeros_like(tensor) if tensor.grad is None else tensor.grad)
    return text


text = ""
for dtype in (torch.float32, torch.float64):
    text += f"weights {str(dtype).removeprefix('torch.')}\n"
    text += "".join(map(line, WEIGHTS, drawn_weights(dtype)))
causal = False
for residual in (True, False):
    for norm in ("none", "post", "pre"):
        text += written(residual, norm, causal)
        causal = not causal
pathlib.Path(__file__).with_name("torch-block.txt").write_text(text)
