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
write("rank9", numbers((1, 1, 1, 1, 1, 1, 1, 1, 2), "<f4"))
write("no-elements", numpy.zeros((0, 3), "<f4"))
write("float16", numbers((2, 3), "<f2"))
write("float16-big-endian-fortran", numpy.asfortranarray(numbers((2, 3, 4), ">f2")))
write("float16-special", numpy.array([numpy.nan, numpy.inf, -numpy.inf, -0.0, 2.0**-24, 65504], "<f2"))
write("int64", numpy.arange(6).reshape(2, 3))
for name in ("int8", "int16", "int32", "int64"):
    smallest, largest = numpy.iinfo(name).min, numpy.iinfo(name).max
    values = numpy.array([[smallest, -1, 0], [1, 2, largest]], name)
    write(f"{name}-limits", values)
    write(f"{name}-limits-big-endian-fortran", numpy.asfortranarray(values.astype(values.dtype.newbyteorder(">"))))
    values = numpy.array([[0, 1, 2], [3, 4, numpy.iinfo(f"u{name}").max]], f"u{name}")
    write(f"u{name}-limits", values)
    write(f"u{name}-limits-big-endian-fortran", numpy.asfortranarray(values.astype(values.dtype.newbyteorder(">"))))
write("int64-beyond-float64", numpy.array([2**53, 2**53 + 1, 2**53 + 2, -(2**53) - 1, 2**62]))
write("bool", numpy.array([True, False]))
write("complex64", numbers(3, "<c8"))
write("str", numpy.array(["cat", "sat"]))
write("datetime64", numpy.array(["2024-05-06"], "datetime64[s]"))
write("object", numpy.array([1.5, None], dtype=object))
write("structured", numpy.array([(1, 2.0)], dtype=[("id]", "<i4"), ("value", "<f4", (2,))]))
