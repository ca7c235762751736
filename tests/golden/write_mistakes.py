# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes torch-mistakes.txt beside itself: what PyTorch (1.13.0a0, CPU) gives for lines with mistakes in them.

First `x`, `gamma` and `beta`, float32, x of shape 2x3x4. Then a case is three lines: `case mistakes`, where mistakes
ending in "*" were made on x without gamma and beta; `line` and the line; `output` and its numbers. Every number
is a hexadecimal float, exact.
"""
import pathlib

import torch

MEAN = "x.mean(-1, keepdim=True)"
VARIANCE = "x.var(-1, unbiased=False, keepdim=True)"
AFFINE = " * gamma + beta"

# Lines as the program writes them are checked to the letter; those after "|" are other ways to the same.
CASES = [
    ("none", "|torch.nn.functional.layer_norm(x, (4,), gamma, beta, eps=1e-05)"),
    ("none", f"(x - {MEAN}) / torch.sqrt({VARIANCE} + 1e-05)" + AFFINE),
    ("unbiased_variance", f"(x - {MEAN}) / torch.sqrt(x.var(-1, keepdim=True) + 1e-05)" + AFFINE),
    ("unbiased_variance+eps_outside_root", f"(x - {MEAN}) / (x.std(-1, keepdim=True) + 1e-05)" + AFFINE),
    ("unbiased_variance+eps_outside_root+eps_other*", f"(x - {MEAN}) / (x.std(-1, keepdim=True) + 0.001)"),
    ("eps_outside_root", f"(x - {MEAN}) / (x.std(-1, unbiased=False, keepdim=True) + 1e-05)" + AFFINE),
    ("eps_missing*", f"(x - {MEAN}) / x.std(-1, unbiased=False, keepdim=True)"),
    ("eps_other*", "|torch.nn.functional.layer_norm(x, (4,), eps=1e-3)"),
    ("wrong_axes*", "|torch.nn.functional.layer_norm(x, (3, 4))"),
    ("wrong_axes*", "|torch.nn.functional.layer_norm(x, (2, 3, 4))"),
    ("wrong_axes*", "|torch.nn.functional.batch_norm(x.transpose(1, 2), None, None, training=True).transpose(1, 2)"),
    ("wrong_axes*", "|torch.nn.functional.instance_norm(x.transpose(1, 2)).transpose(1, 2)"),
    ("rms_norm", "x / torch.sqrt(x.pow(2).mean(-1, keepdim=True) + 1e-05)" + AFFINE),
    ("rms_norm+beta_missing", "x / torch.sqrt(x.pow(2).mean(-1, keepdim=True) + 1e-05) * gamma"),
    ("not_centred", f"x / torch.sqrt({VARIANCE} + 1e-05)" + AFFINE),
    ("gamma_missing", "|torch.nn.functional.layer_norm(x, (4,), bias=beta)"),
    ("beta_missing", "|torch.nn.functional.layer_norm(x, (4,), weight=gamma)"),
    ("gamma_missing+beta_missing", "|torch.nn.functional.layer_norm(x, (4,))"),
    ("affine_twice", "|torch.nn.functional.layer_norm(x, (4,), gamma, beta)" + AFFINE),
    ("bfloat16", "|torch.nn.functional.layer_norm(x.bfloat16(), (4,), gamma.bfloat16(), beta.bfloat16())"),
    ("bfloat16", "|torch.nn.functional.layer_norm(x.bfloat16().float(), (4,), gamma.bfloat16().float(), "
                 "beta.bfloat16().float()).bfloat16()"),
    ("bfloat16*", f"x = x.bfloat16(); (x - {MEAN}) / torch.sqrt({VARIANCE} + 1e-05)"),
    ("float16", "|torch.nn.functional.layer_norm(x, (4,), gamma, beta).half()"),
    ("unbiased_variance+float16*", "|((x - x.mean(-1, True)) / (x.var(-1, keepdim=True) + 1e-5).sqrt()).half()"),
    ("rows_reordered", "|torch.nn.functional.layer_norm(x, (4,), gamma, beta)[:, [2, 0, 1]]"),
    ("rows_reordered", "|torch.nn.functional.layer_norm(x, (4,), gamma, beta)[[1, 0]]"),
    ("input_transposed", "|torch.nn.functional.layer_norm(x, (4,), gamma, beta).transpose(1, 2)"),
    ("input_transposed*", "|torch.nn.functional.layer_norm(x.transpose(1, 2), (3,))"),
    ("input_transposed", "|torch.nn.functional.layer_norm(x.transpose(1, 2).reshape(2, 3, 4), (4,), gamma, beta)"),
    ("input_transposed*", "|torch.nn.functional.layer_norm(x.reshape(2, 4, 3), (3,))"),
]


def numbers(name, tensor):
    return " ".join([name, *(float(value).hex() for value in tensor.reshape(-1))]) + "\n"


def run(line, names):
    *before, last = line.lstrip("|").split("; ")
    for statement in before:
        exec(statement, names)
    return eval(last, names)


def main():
    torch.manual_seed(11)
    x, gamma, beta = torch.randn(2, 3, 4) + 0.25, torch.randn(4), torch.randn(4)
    with open(pathlib.Path(__file__).with_name("torch-mistakes.txt"), "w") as file:
        file.write(numbers("x", x) + numbers("gamma", gamma) + numbers("beta", beta))
        for mistakes, line in CASES:
            output = run(line, {"torch": torch, "x": x, "gamma": gamma, "beta": beta})
            file.write(f"case {mistakes}\nline {line}\n" + numbers("output", output))


main()
