# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes printouts.txt beside itself: how PyTorch 1.13, NumPy 1.24 and Python print numbers.

Every entry is a line "=== name", a line with the shape, a line with the numbers as hexadecimal floats (exact),
and the print-out up to the next entry.
"""
import io
import pathlib

import numpy
import torch

text = ""


def entry(name, numbers, printed):
    global text
    values = numbers.detach().double().flatten().tolist()
    shape = " ".join(map(str, numbers.shape))
    text += f"=== {name}\n{shape}\n{' '.join(value.hex() for value in values)}\n{printed}\n"


def saved(numbers, **options):
    file = io.StringIO()
    numpy.savetxt(file, numbers, **options)
    return file.getvalue()


torch.manual_seed(0)
x = torch.randn(2, 3, 4)
wide = torch.randn(2, 25)
y = torch.nn.functional.layer_norm(x, (4,))
entry("torch", y, y)
layer = torch.nn.LayerNorm(4)
entry("torch grad_fn", y, layer(x))
entry("torch float64", y.double(), y.double())
entry("torch requires_grad", y, y.clone().requires_grad_())
entry("torch parameter", y, torch.nn.Parameter(y))
entry("torch scientific", y * 1e-5, y * 1e-5)
entry("torch half", y.half(), y.half())
entry("torch bfloat16", y.bfloat16(), y.bfloat16())
entry("torch wide", wide, wide)
entry("torch whole", torch.tensor([[1.0, -1.0], [-1.0, 1.0]]), torch.tensor([[1.0, -1.0], [-1.0, 1.0]]))
entry("torch scalars in a list", y[0, 0], [value for value in y[0, 0]])
entry("torch tensors in a list", y[0], [row for row in y[0]])
entry("torch one after another", y[0], "\n".join(str(row) for row in y[0]))
entry("numpy", y, y.numpy())
entry("numpy repr", y, repr(y.numpy()))
entry("numpy float64 repr", y.double(), repr(y.double().numpy()))
entry("numpy wide", wide, wide.numpy())
entry("numpy wide repr", wide, repr(wide.numpy()))
entry("numpy float16 repr", y.half(), repr(y.half().numpy()))
entry("numpy scientific", y.double() * 1e-7, y.double().numpy() * 1e-7)
entry("numpy whole", torch.tensor([[1.0, -1.0], [0.0, 2.0]]), numpy.array([[1.0, -1.0], [0.0, 2.0]]))
ends_early = torch.tensor([[0.5, 0.1234567890123], [1.0, -2.25]], dtype=torch.float64)
entry("numpy zeros left out", ends_early, ends_early.numpy())
entry("numpy list", y[0], [row.numpy() for row in y[0]])
entry("numpy savetxt", y.reshape(6, 4), saved(y.reshape(6, 4).numpy()))
entry("numpy savetxt header", y[0], saved(y[0].numpy(), fmt="%.6g", delimiter=",", header="y of 3x4"))
with numpy.printoptions(precision=3, suppress=True, sign="+"):
    entry("numpy three digits", y.double(), y.double().numpy())
entry("python list", y, y.tolist())
entry("python list rounded", y.double(), [[[round(v, 4) for v in row] for row in b] for b in y.tolist()])
entry("python tuple", y[0], tuple(tuple(row) for row in y[0].tolist()))
pathlib.Path(__file__).with_name("printouts.txt").write_text(text)
