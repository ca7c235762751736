# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files that the fuzzers begin with beside itself: corpus/FORMAT/NAME, good and bad ones.

Files named found-* in there are inputs a fuzzer once found an error with, made as small as they get; they stay.
"""
import base64
import json
import pathlib
import struct

corpus = pathlib.Path(__file__).parent / "corpus"


def write(format, files):
    folder = corpus / format
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if not file.name.startswith("found-"):
            file.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


# --- npy


def npy(header, values=b"", version=1, length=None):
    text = header.encode("latin-1" if version < 3 else "utf-8")
    prefix = 10 if version == 1 else 12
    text += b" " * (-(prefix + len(text) + 1) % 64) + b"\n"
    size = struct.pack("<H" if version == 1 else "<I", len(text) if length is None else length)
    return b"\x93NUMPY" + bytes([version, 0]) + size + text + values


def described(descr, shape, fortran=False):
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }" % (descr, fortran, shape)


def packed(kind, count, order="<"):
    """-3, -2.5, ... for floats (e, f, d); -3, -2, ... for integers; 0, 1, ... for unsigned ones (struct's letters)"""
    values = [i * 0.5 - 3 if kind in "efd" else i if kind.isupper() else i - 3 for i in range(count)]
    return struct.pack(f"{order}{count}{kind}", *values)


npy_files = {
    "float32-v1": npy(described("<f4", "(2, 3, 4)"), packed("f", 24)),
    "float32-v2": npy(described("<f4", "(2, 3)"), packed("f", 6), version=2),
    "float32-v3": npy(described("<f4", "(2, 3)"), packed("f", 6), version=3),
    "float32-v4": npy(described("<f4", "(2, 3)"), packed("f", 6), version=4),
    "float32-big-endian": npy(described(">f4", "(2, 3)"), packed("f", 6, ">")),
    "float32-fortran": npy(described("<f4", "(2, 3, 2)", True), packed("f", 12)),
    "float64": npy(described("<f8", "(5,)"), packed("d", 5)),
    "float64-fortran-big-endian": npy(described(">f8", "(2, 1, 3)", True), packed("d", 6, ">")),
    "float16": npy(described("<f2", "(2, 3)"), packed("e", 6)),
    "float16-big-endian": npy(described(">f2", "(3, 2)", True), packed("e", 6, ">")),
    "float32-special": npy(described("<f4", "(6,)"),
                           struct.pack("<6I", 0x7FC00000, 0x7F800001, 0xFFC12345, 0x7F800000, 0x80000000, 1)),
    "float16-special": npy(described("<f2", "(5,)"), struct.pack("<5H", 0x7E00, 0x7C01, 0xFC00, 0x8000, 1)),
    "int64": npy(described("<i8", "(2, 2)"), struct.pack("<4q", -(2**63), 2**63 - 1, 2**53 + 1, -1)),
    "uint64": npy(described(">u8", "(2,)"), struct.pack(">2Q", 2**64 - 1, 5)),
    "rank8": npy(described("<f4", "(1, 2, 1, 1, 2, 1, 1, 2)", True), packed("f", 8)),
    "negative-extent-of-many": npy(described("<f4", "(-1" + ", 1" * 900 + ")")),
    "rank9": npy(described("<f4", "(1, 1, 1, 1, 1, 1, 1, 1, 1)"), packed("f", 1)),
    "scalar": npy(described("<f4", "()"), packed("f", 1)),
    "no-elements": npy(described("<f4", "(0, 3)")),
    "bool": npy(described("|b1", "(2,)"), b"\0\1"),
    "complex": npy(described("<c8", "(1,)"), packed("f", 2)),
    "string": npy(described("<U3", "(1,)"), b"\0" * 12),
    "object": npy(described("|O", "(1,)"), b"\x80\x04N."),
    "structured": npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", packed("f", 1)),
    "negative-extent": npy(described("<f4", "(-2, 3)"), packed("f", 6)),
    "overflowing-shape": npy(described("<f4", "(4294967296, 4294967296)"), packed("f", 1)),
    "overflowing-extent": npy(described("<f4", "(18446744073709551616,)"), packed("f", 1)),
    "large-shape": npy(described("<f4", "(2000000, 1000)"), packed("f", 4)),
    "truncated": npy(described("<f4", "(2, 3)"), packed("f", 6)[:-1]),
    "trailing": npy(described("<f4", "(2, 3)"), packed("f", 7)),
    "wrong-magic": b"\x93NUMPZ\x01\x00" + npy(described("<f4", "(1,)"), packed("f", 1))[8:],
    "header-past-end": npy(described("<f4", "(1,)"), length=60000),
    "header-4-gigabytes": npy(described("<f4", "(1,)"), version=2, length=2**32 - 1),
    "header-cut": npy(described("<f4", "(1,)"))[:40],
    "magic-alone": b"\x93NUMPY",
    "not-a-dictionary": npy("[1, 2, 3]"),
    "missing-key": npy("{'descr': '<f4', 'shape': (1,), }", packed("f", 1)),
    "extra-key": npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'order': 1, }", packed("f", 1)),
    "repeated-key": npy("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (1,), }",
                        packed("f", 1)),
    "nested": npy("{'descr': " + "[(" * 500 + "'<f4'", packed("f", 1)),
    "long-name": npy("{'" + "a" * 900 + "': 1}"),
    "not-utf8": npy("{'descr': '\xff\xfe', 'fortran_order': False, 'shape': (1,), }", packed("f", 1)),
    "empty": b"",
}
for kind in "bBhHiIqQ":
    descr = ("|" if kind in "bB" else "<") + ("u" if kind.isupper() else "i") + str(struct.calcsize(kind))
    npy_files["whole-" + descr[1:]] = npy(described(descr, "(2, 2)"), packed(kind, 4))
write("npy", npy_files)

# --- safetensors


def safetensors(header, values=b"", length=None):
    text = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + values


def tensor(dtype, shape, begin, end):
    return '{"dtype":"%s","shape":[%s],"data_offsets":[%s,%s]}' % (dtype, ",".join(map(str, shape)), begin, end)


def one(dtype, shape, begin, end, values=b"", **more):
    fields = "".join(',"%s":%s' % pair for pair in more.items())
    return safetensors('{"embedding":' + tensor(dtype, shape, begin, end) + fields + "}", values)


def labelled(tokens):
    return one("F32", [2, 2, 1], 0, 16, packed("f", 4), __metadata__=json.dumps({"tokens": tokens}))


safetensors_files = {
    "float32": one("F32", [2, 3], 0, 24, packed("f", 6)),
    "padded": safetensors('{"a":' + tensor("F32", [1], 0, 4) + "}     ", packed("f", 1)),
    "labelled": labelled('[["the","cat"],["the",""]]'),
    "labels-of-other-shape": labelled('["the","cat","the","mat"]'),
    "labels-too-few": labelled('[["the","cat"]]'),
    "labels-no-strings": labelled("[[1,2],[3,4]]"),
    "labels-no-json": labelled("the cat"),
    "labels-escaped": labelled('[["\\u00e9","\\ud83d\\ude00"],["\\ud800","\\u0000"]]'),
    "labels-nested": labelled("[" * 1000),
    "several": safetensors('{"b":' + tensor("F64", [2], 0, 16) + ',"a":' + tensor("BF16", [1, 2], 16, 20)
                           + ',"c":' + tensor("I64", [], 20, 28) + "}",
                           packed("d", 2) + b"\x80\x3f\x00\xc0" + bytes(8)),
    "no-elements": one("F32", [0, 4], 0, 0),
    "scalar": one("F32", [], 0, 4, packed("f", 1)),
    "rank9": one("U8", [1] * 9, 0, 1, b"\1"),
    "span-not-shape-of-many": one("F32", [1] * 900, 0, 8, packed("f", 2)),
    "no-tensors": safetensors("{}"),
    "metadata-alone": safetensors('{"__metadata__":{"format":"pt"}}'),
    "metadata-no-string": safetensors('{"__metadata__":{"format":1}}'),
    "length-zero": safetensors("", length=0),
    "length-wrapping": safetensors("{}", length=2**64 - 1),
    "length-past-end": safetensors("{}", length=3),
    "length-100-megabytes": safetensors("{}", length=100_000_001),
    "seven-bytes": b"\2\0\0\0\0\0\0",
    "empty": b"",
    "not-utf8": safetensors(b'{"\xff\xfe":' + tensor("U8", [1], 0, 1).encode() + b"}", b"\1"),
    "array": safetensors("[]"),
    "blank-before": safetensors(" {}"),
    "junk-after": safetensors("{} {}"),
    "cut": safetensors('{"a":{"dtype":'),
    "repeated-tensor": safetensors('{"a":' + tensor("U8", [1], 0, 1) + ',"a":' + tensor("U8", [1], 0, 1) + "}", b"\1"),
    "repeated-field": safetensors('{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}', b"\1"),
    "unknown-field": safetensors('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"order":"C"}}', b"\1"),
    "missing-field": safetensors('{"a":{"dtype":"U8","shape":[1]}}', b"\1"),
    "unknown-dtype": one("F12", [1], 0, 4, packed("f", 1)),
    "nested": safetensors('{"a":' * 1000),
    "nested-arrays": safetensors('{"a":{"shape":' + "[" * 1000),
    "offsets-negative": one("U8", [1], -1, 0, b"\1"),
    "offsets-reversed": one("U8", [1], 1, 0, b"\1"),
    "offsets-past-end": one("U8", [9], 0, 9, b"\1"),
    "offsets-overlap": safetensors('{"a":' + tensor("U8", [2], 0, 2) + ',"b":' + tensor("U8", [2], 1, 3) + "}",
                                   b"\1\2\3"),
    "offsets-gap": safetensors('{"a":' + tensor("U8", [1], 0, 1) + ',"b":' + tensor("U8", [1], 2, 3) + "}", b"\1\2\3"),
    "offsets-three": safetensors('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}', b"\1"),
    "offsets-large": one("U8", [1], 0, "18446744073709551616", b"\1"),
    "offsets-float": one("U8", [1], "0.0", "1e0", b"\1"),
    "trailing": one("U8", [1], 0, 1, b"\1\2"),
    "span-not-shape": one("F32", [3], 0, 4, packed("f", 1)),
    "shape-wrapping": one("F32", [2**32, 2**32], 0, 0),
    "shape-wrapping-odd": one("U8", [2**63, 2, 3], 0, 1, b"\1"),
    "shape-negative": one("U8", [-1], 0, 1, b"\1"),
    "long-name": safetensors('{"' + "n" * 900 + '":' + tensor("U8", [0], 0, 0) + ',"b":' + tensor("U8", [0], 0, 0)
                             + "}"),
    "many": safetensors("{" + ",".join('"t%d":%s' % (i, tensor("U8", [1], i, i + 1)) for i in range(40)) + "}",
                        bytes(40)),
}
for dtype, size in {"F16": 2, "BF16": 2, "F64": 8, "I8": 1, "U8": 1, "I16": 2, "U16": 2, "I32": 4, "U32": 4,
                    "I64": 8, "U64": 8, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1}.items():
    safetensors_files["type-" + dtype.lower()] = one(dtype, [2, 2], 0, 4 * size, bytes(range(125, 125 + 4 * size)))
write("safetensors", safetensors_files)

# --- csv and tsv

write("csv", {
    "commas": "1,2,3\n4,5.5,-6e-3\n",
    "semicolons": "1;2\n3;4\n",
    "tabs": "1\t2\n3\t4\n",
    "blocks": "1,2\n3,4\n\n5,6\n7,8\n",
    "blocks-uneven": "1,2\n3,4\n\n5,6\n",
    "header": "a,b\n1,2\n",
    "header-and-labels": "word,d0,d1\nthe,1,2\ncat,3,4\n",
    "labels": "the,1,2\n\"a \"\"cat\"\",\",3,4\n",
    "labels-like-numbers": "the,1,2\n7,3,4\n,5,6\n",
    "labels-in-tsv": "word\td0\nthe\t0.25\n\nthe\t0.25\n",
    "lines-in-quotes": "\"two\nlines\",1\nb,2\n",
    "quote-unterminated": "\"the,1,2\n3,4\n",
    "quote-inside": "th\"e,1\n",
    "crlf": "1,2\r\n3,4\r\n",
    "cr": "1,2\r3,4\r",
    "bom": b"\xef\xbb\xbf1,2\n",
    "utf16-little": "1,2\n".encode("utf-16"),
    "utf16-big": b"\xfe\xff" + "1,2\n".encode("utf-16-be"),
    "not-utf8": b"caf\xe9,1\n",
    "not-utf8-number": b"1,\xff2\n",
    "nul": b"1,\x002\n",
    "ragged-short": "1,2,3\n4,5\n",
    "ragged-long": "1,2\n3,4,5\n",
    "empty-cell": "1,,3\n",
    "trailing-comma": "1,2,\n3,4,\n",
    "decimal-comma": "0,5;1,2\n3;4\n",
    "special": "nan,inf,-inf\nINFINITY,-NaN,+0\n",
    "nine-digits": "0.123456789,1\n",
    "ten-digits": "0.1234567891,1\n",
    "float64": "1e300,1e-300\n5e-324,0.1\n",
    "too-large": "1e400,1\n",
    "too-small": "1e-400,1\n",
    "hexadecimal": "0x1p3,1\n",
    "words": "the,cat\nsat,on\n",
    "minus-sign": "\u22121,2\n",
    "blank-lines-around": "\n\n1,2\n\n\n\n3,4\n\n",
    "blanks": " 1 , 2 \n\t3,4\n",
    "one": "1",
    "one-column": "1\n2\n3\n",
    "quoted-numbers": "\"1\",\"2\"\n",
    "header-alone": "a,b,c\n",
    "commas-alone": "," * 200,
    "lines-alone": "\n" * 200,
    "long-word": "1," + "w" * 900 + "\n2,3\n",
    "wide": ",".join(str(i) for i in range(200)) + "\n",
    "empty": b"",
})

# --- project files


def numbers(dtype, shape, values):
    return {"dtype": dtype, "shape": shape, "values": values}


def project(**changes):
    document = {
        "format": "layernorm-explorer", "version": 1,
        "input": numbers("float32", [1, 2, 3], [1, 2.5, -0.0, "nan", "inf", "-inf"]),
        "labels": ["the", "cat"],
        "gamma": numbers("float32", [3], [1, 1, 1]), "beta": numbers("float32", [3], [0, 0, 0]),
        "affine": False, "eps": 1e-05, "normalized_dims": 1, "seed": 0, "source": "", "library": "torch",
        "page": "eps", "selection": [1, 2], "notes": "two\nlines, \u00e9",
    }
    document.update(changes)
    text = json.dumps({key: value for key, value in document.items() if value is not None}, separators=(",", ":"))
    return text


def with_input(**fields):
    return project(input={key: value for key, value in fields.items()}, labels=None)


def bytes_text(kind, *values):
    return base64.b64encode(struct.pack(f"<{len(values)}{kind}", *values)).decode()


good = project()
write("project", {
    "float32": good,
    "float64": project(input=numbers("float64", [2, 3], [0.1, 1e300, 5e-324, "nan:7ff8000000000001", -0.0, 2]),
                       gamma=numbers("float64", [2, 3], [1] * 6), beta=numbers("float64", [2, 3], [0] * 6),
                       normalized_dims=2, affine=True, eps=0),
    "base64": project(input={"dtype": "float32", "shape": [2, 3], "base64": bytes_text("f", 1, 2, 3, 4, 5, 6)}),
    "base64-float64": project(input={"dtype": "float64", "shape": [1, 1], "base64": bytes_text("d", 0.1)}, labels=None,
                              gamma=numbers("float64", [1], [1]), beta=numbers("float64", [1], [0]),
                              selection=None),
    "base64-short": with_input(dtype="float32", shape=[2, 3], base64="AACAPw=="),
    "base64-bad": with_input(dtype="float32", shape=[1], base64="A*CAPw=="),
    "base64-unpadded": with_input(dtype="float32", shape=[1], base64="AACAPw"),
    "base64-bits-after-end": with_input(dtype="float32", shape=[1], base64="AACAPx=="),
    "base64-and-values": with_input(dtype="float32", shape=[1], base64="AACAPw==", values=[1]),
    "optional-keys-missing": project(labels=None, source=None, page=None, selection=None, notes=None),
    "nan-bits": project(input=numbers("float32", [2, 3], ["nan:7fc00001", "nan:ffc00000", "nan:7f800001", 1, 2, 3])),
    "nan-bits-of-a-number": with_input(dtype="float32", shape=[1], values=["nan:3f800000"]),
    "nan-bits-too-many": with_input(dtype="float32", shape=[1], values=["nan:7ff8000000000001"]),
    "newer": project(version=2),
    "version-zero": project(version=0),
    "version-fraction": project(version=1.5),
    "other-format": project(format="something"),
    "unknown-key": project(future={"deep": [1, [2]]}),
    "missing-key": project(eps=None),
    "repeated-key": good[:-1] + ',"eps":1}',
    "wrong-type": project(affine="yes"),
    "labels-too-few": project(labels=["the"]),
    "labels-no-strings": project(labels=[1, 2]),
    "eps-negative": project(eps=-1),
    "eps-infinite": good.replace("1e-05", "1e400"),
    "dims-zero": project(normalized_dims=0),
    "dims-too-many": project(normalized_dims=4),
    "seed-largest": project(seed=2**64 - 1),
    "seed-too-large": project(seed=2**64),
    "seed-negative": project(seed=-1),
    "gamma-of-other-shape": project(gamma=numbers("float32", [2], [1, 1])),
    "gamma-of-other-type": project(gamma=numbers("float64", [3], [1, 1, 1])),
    "selection-outside": project(selection=[2, 3]),
    "selection-negative": project(selection=[-1, 0]),
    "selection-three": project(selection=[0, 0, 0]),
    "values-too-few": with_input(dtype="float32", shape=[2, 3], values=[1]),
    "values-too-large": with_input(dtype="float32", shape=[1], values=[1e39]),
    "values-words": with_input(dtype="float32", shape=[1], values=["one"]),
    "shape-absurd": with_input(dtype="float32", shape=[2**32, 2**32], values=[1]),
    "shape-large": with_input(dtype="float64", shape=[64, 1000, 1000], base64=""),
    "shape-negative": with_input(dtype="float32", shape=[-1], values=[1]),
    "shape-fraction": with_input(dtype="float32", shape=[1.5], values=[1]),
    "shape-rank9": with_input(dtype="float32", shape=[1] * 9, values=[1]),
    "nested": '{"format":' + "[" * 1000,
    "nested-unknown": good[:-1] + ',"x":' + "[" * 500 + "]" * 500 + "}",
    "not-utf8": good.encode().replace(b"cat", b"c\xfft"),
    "surrogate": good.replace("cat", "\\ud800"),
    "escapes": good.replace("cat", "\\u0000\\n\\u2028\\ud83d\\ude00"),
    "cut": good[:100],
    "junk-after": good + "{}",
    "bom": b"\xef\xbb\xbf" + good.encode(),
    "array": "[1,2,3]",
    "blanks": "   ",
    "empty": b"",
})

# --- text from the clipboard

write("pasted_text", {
    "spreadsheet": "1\t2\t3\n4\t5\t6\n",
    "spreadsheet-header": "word\td0\td1\nthe\t1\t2\ncat\t3\t4\n",
    "spreadsheet-crlf": "1\t2\r\n3\t4\r\n",
    "spreadsheet-quotes": "\"a\nb\"\t1\nc\t2\n",
    "spreadsheet-empty-cell": "1\t\t3\n",
    "spreadsheet-ragged": "1\t2\n3\n",
    "commas": "1, 2, 3",
    "semicolons": "1;2\n3;4",
    "decimal-comma": "0,5;1,2",
    "blanks": "1 2 3\n4 5 6",
    "blocks": "1 2\n3 4\n\n5 6\n7 8\n",
    "comment": "# a matrix\n1 2\n3 4\n",
    "number": "1.5",
    "list": "[1, 2, 3]",
    "list-nested": "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]",
    "list-ragged": "[[1, 2], [3]]",
    "list-open": "[[1, 2], [3, 4]",
    "list-closed-twice": "[[1, 2]]]",
    "list-empty": "[[], []]",
    "list-mixed": "[1, [2, 3]]",
    "list-rank9": "[" * 9 + "1" + "]" * 9,
    "list-deep": "[" * 1000,
    "list-numpy-scalars": "[np.float32(1.0), np.float32(2.5)]",
    "tuples": "((1, 2), (3, 4))",
    "torch": "tensor([[[-0.9539, -1.0196],\n         [ 0.9075,  0.7747]]], dtype=torch.float64)",
    "torch-gradient": "tensor([1., 2.], grad_fn=<AddBackward0>)",
    "torch-parameter": "Parameter containing:\ntensor([[1.]], requires_grad=True)",
    "torch-device": "tensor([1., nan, -inf], device='cuda:0')",
    "torch-cut-short": "tensor([1., 2., ..., 9.])",
    "torch-scaled": "tensor([1.0000e-05, 2.0000e+03])",
    "torch-scalar": "tensor(3.5)",
    "torch-list": "[tensor([1., 2.]), tensor([3., 4.])]",
    "numpy": "[[ 1.   2. ]\n [-3.5  4. ]]",
    "numpy-array": "array([[1., 2.],\n       [3., 4.]], dtype=float32)",
    "numpy-long-rows": "[[1. 2.\n  3.]\n [4. 5.\n  6.]]",
    "libtorch": "(1,.,.) = \n  1  2\n  3  4\n\n(2,.,.) = \n  5  6\n  7  8\n[ CPUFloatType{2,2,2} ]\n",
    "libtorch-scaled": "1e-05 *\n 1.0000  2.0000\n[ CPUDoubleType{1,2} ]\n",
    "libtorch-columns": "Columns 1 to 2 1  2\n 3  4\n\nColumns 3 to 3 5\n 6\n[ CPUFloatType{2,3} ]\n",
    "libtorch-absurd": "[ CPUFloatType{4294967296,4294967296} ]\n",
    "special": "nan inf -inf NaN -Infinity -0",
    "too-large": "1e400 1",
    "too-large-for-float32": "1e39 1",
    "hexadecimal": "0x1p3",
    "minus-sign": "\u22121 2",
    "unbreakable-blanks": "1\u00a02\u00a03",
    "bom": "\ufeff1 2",
    "words": "the cat sat",
    "html": "<table><tr><td>1</td></tr></table>",
    "nul": b"1 \x00 2",
    "not-utf8": b"1 \xff 2",
    "line-separator": "1 \u2028 2",
    "long-word": "w" * 900,
    "empty": b"",
})
