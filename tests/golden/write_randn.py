# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes torch-randn.txt beside itself: torch.manual_seed(seed); torch.randn(size) (PyTorch 1.13.0a0, CPU).

One line for every `dtype seed size`, followed by the numbers as hexadecimal floats, exact.
"""
import pathlib
import re

import torch

SEEDS = [0, 42, 4294967295, 4294967301]  # only the low 32 bits count: the last is seed 5
SIZES = [1, 2, 7, 15, 16, 17, 31, 32, 33, 64, 100]


def exact(value):
    return re.sub(r"\.?0+p", "p", value.hex())


text = ""
for dtype in (torch.float32, torch.float64):
    for seed in SEEDS:
        for size in SIZES:
            torch.manual_seed(seed)
            numbers = torch.randn(size, dtype=dtype).tolist()
            line = [str(dtype).removeprefix("torch."), str(seed), str(size), *map(exact, numbers)]
            text += " ".join(line) + "\n"
pathlib.Path(__file__).with_name("torch-randn.txt").write_text(text)
