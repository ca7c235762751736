# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the numpy-*.npy files beside itself with NumPy's own writer (NumPy 1.24.2).

Where nothing else is said, the element at row-major place i is i * 0.5 - 3.
"""
import pathlib

import numpy

folder = pathlib.Path(__file__).parent


def numbers(shape, dtype):
    count = int(numpy.prod(shape))
    return (numpy.arange(count) * 0.5 - 3).reshape(shape).astype(dtype)


def write(name, array, version=None):
    with open(folder / f"numpy-{name}.npy", "wb") as file:
        numpy.lib.format.write_array(file, array, version=version)


write("float32-c-v1", numbers((2, 3, 4), "<f4"), (1, 0))
write("float32-fortran-v1", numpy.asfortranarray(numbers((2, 3, 4), "<f4")), (1, 0))
write("float64-big-endian-v2", numbers((5, 2), ">f8"), (2, 0))
write("float32-big-endian-fortran-v3", numpy.asfortranarray(numbers((3, 2, 2, 1), ">f4")), (3, 0))
write("float64-rank8-fortran", numpy.asfortranarray(numbers((2, 1, 3, 1, 2, 1, 1, 2), "<f8")))
write("float32-special", numpy.array([numpy.nan, numpy.inf, -numpy.inf, -0.0, 1e-45], "<f4"))
write("scalar", numpy.float32(3))
write("no-elements", numpy.zeros((0, 3), "<f4"))
write("float16", numbers((2, 3), "<f2"))
write("int64", numpy.arange(6).reshape(2, 3))
write("bool", numpy.array([True, False]))
write("complex64", numbers(3, "<c8"))
write("str", numpy.array(["cat", "sat"]))
write("object", numpy.array([1.5, None], dtype=object))
write("structured", numpy.array([(1, 2.0)], dtype=[("id]", "<i4"), ("value", "<f4", (2,))]))
