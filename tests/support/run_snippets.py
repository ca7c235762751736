# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs snippets that arrive on stdin, each as a line with its number of bytes and then its text.

Says "ready" or "missing" (a library) first. Answers every snippet with five lines: the bytes in hexadecimal of its
x, its y and its by_hand (y where it has none), then the numbers that it printed, as float64; and what went wrong.
"""
import contextlib
import io
import re
import sys
import warnings

# A number that is not part of a word, as 64 is of torch.float64.
NUMBER = re.compile(r"(?<![\w.])-?(?:nan|inf|\d+\.?\d*(?:e[+-]\d+)?)(?!\w)")


def run(source):
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "snippet", "exec"), names)
    numbers = numpy.array([float(text) for text in NUMBER.findall(printed.getvalue())], dtype="<f8")
    arrays = [names["x"], names["y"], names.get("by_hand", names["y"])]
    return [numpy.asarray(array) for array in arrays] + [numbers]


def answer(source):
    try:
        return [array.tobytes().hex() for array in run(source)] + [""]
    except Exception as error:  # of the snippet: the test wants to see it
        return [""] * 4 + [repr(error).replace("\n", " ")]


try:
    import numpy
    import torch  # noqa: F401: here, so that it is known to be there
except ImportError:
    print("missing", flush=True)
    sys.exit()
print("ready", flush=True)
warnings.simplefilter("ignore")  # of numpy, about 0 / 0
while size := sys.stdin.buffer.readline():
    print(*answer(sys.stdin.buffer.read(int(size)).decode()), sep="\n", flush=True)
