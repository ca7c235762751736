#!/usr/bin/env python3
# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reference worker that behaves as its first argument names, to see what the program makes of it.

usage: fake_worker.py BEHAVIOUR [FILE]

Where a behaviour is bad and FILE is given, only the first process behaves so (and makes FILE); the next is honest.
The behaviours `gated` and `gated-refusal` use FILE as their gate. Nothing but the standard library is imported, so
it starts in some milliseconds with `python3 -S`.
"""

import json
import math
import os
import struct
import sys
import time

GREETING = {"protocol": 1, "name": "Fake", "version": "1.0", "operations": ["layer_norm"]}
CODES = {"float32": "f", "float64": "d"}

requests = sys.stdin.buffer
replies = sys.stdout.buffer


def write(data):
    replies.write(data)
    replies.flush()


def say(line):
    write(json.dumps(line).encode() + b"\n")


def hang():
    while True:
        time.sleep(60)


def read_request():
    line = requests.readline()
    if not line:
        sys.exit(0)
    request = json.loads(line)
    return request, requests.read(request["bytes"])


def layer_norm(request, data):
    """Straight after the formula, in double precision."""
    code = CODES[request["dtype"]]
    count = math.prod(request["shape"])
    values = struct.unpack(f"<{len(data) // struct.calcsize(code)}{code}", data)
    size = math.prod(request["shape"][-request["normalized_dims"] :])
    gamma = values[count : count + size] or (1.0,) * size
    beta = values[count + size :] or (0.0,) * size
    eps = struct.unpack(f"<{code}", struct.pack(f"<{code}", request["eps"]))[0]
    output = []
    for first in range(0, count, size):
        token = values[first : first + size]
        mean = math.fsum(token) / size
        variance = math.fsum((x - mean) ** 2 for x in token) / size
        root = math.sqrt(variance + eps)
        scale = 1 / root if root > 0 else math.inf
        output += [(x - mean) * scale * g + b for x, g, b in zip(token, gamma, beta)]
    return output


def reply(request, output, shape=None):
    code = CODES[request["dtype"]]
    data = struct.pack(f"<{len(output)}{code}", *output)
    say({"id": request["id"], "shape": shape or request["shape"], "dtype": request["dtype"], "bytes": len(data)})
    write(data)


def answer(request, data):
    reply(request, layer_norm(request, data))


def serve(misbehave=answer):
    """Greets, answers the known question, and then does `misbehave` with every request."""
    say(GREETING)
    answer(*read_request())
    while True:
        misbehave(*read_request())


def wrong(request, data):
    reply(request, [y + 0.5 for y in layer_norm(request, data)])


def refusing(request, data):
    if request["eps"] == 1:
        say({"id": request["id"], "error": "eps 1 is too much for me"})
    else:
        answer(request, data)


def poisoned(request, data):
    if request["eps"] == 2:
        sys.exit(7)
    answer(request, data)


def dying_midway(request, data):
    say({"id": request["id"], "shape": request["shape"], "dtype": request["dtype"], "bytes": len(data)})
    write(data[: len(data) // 2])
    sys.exit(7)


def transposed(request, data):
    reply(request, layer_norm(request, data), request["shape"][::-1])


def other_type(request, data):
    output = layer_norm(request, data)
    reply(request | {"dtype": "float64" if request["dtype"] == "float32" else "float32"}, output)


def other_id(request, data):
    answer(request | {"id": request["id"] + 1000}, data)


def after_gate(request, data):
    """Notes every request's eps beside the gate, and answers when the gate is there."""
    gate = sys.argv[2]
    with open(gate + ".log", "a", encoding="ascii") as log:
        print(request["eps"], file=log)
    while not os.path.exists(gate):
        time.sleep(0.005)
    if sys.argv[1] == "gated-refusal":
        refusing(request, data)
    else:
        answer(request, data)


def wrong_known_answer():
    say(GREETING)
    request, data = read_request()
    reply(request, [y + 0.01 for y in layer_norm(request, data)])
    hang()


def refuse_known_question():
    say(GREETING)
    request, _ = read_request()
    say({"id": request["id"], "error": "no layer_norm today"})
    hang()


def complain():
    print("first line\nfake: the library is broken", file=sys.stderr)
    sys.exit(3)


BEHAVIOURS = {
    "honest": serve,
    "wrong": lambda: serve(wrong),
    "refusing": lambda: serve(refusing),
    "poisoned": lambda: serve(poisoned),
    "gated": lambda: serve(after_gate),
    "gated-refusal": lambda: serve(after_gate),
    "rubbish-greeting": lambda: (write(b"Segmentation fault\n"), hang()),
    "other-protocol": lambda: (say(GREETING | {"protocol": 2}), hang()),
    "wrong-known-answer": wrong_known_answer,
    "refuses-known-question": refuse_known_question,
    "silent": hang,
    "hangs": lambda: serve(lambda request, data: hang()),
    "dies-midway": lambda: serve(dying_midway),
    "rubbish-reply": lambda: serve(lambda request, data: write(b"{\"id\": what?\n")),
    "transposed": lambda: serve(transposed),
    "other-type": lambda: serve(other_type),
    "other-id": lambda: serve(other_id),
    "endless-line": lambda: serve(lambda request, data: (write(b"x" * 200_000), hang())),
    "chatty": lambda: (say(GREETING), say({"id": 0, "error": "nobody asked"}), hang()),
    "complains": complain,
}


def main():
    behaviour = sys.argv[1]
    marker = sys.argv[2] if len(sys.argv) > 2 else ""
    if marker and not behaviour.startswith("gated"):
        if os.path.exists(marker):
            behaviour = "honest"
        else:
            open(marker, "w", encoding="ascii").close()
    BEHAVIOURS[behaviour]()


main()
