#!/usr/bin/env python3
# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference worker of LayerNorm Explorer for the PyTorch of the Python that runs it.

Speaks the protocol of core/reference/protocol.h over stdin and stdout: a line of JSON, then raw little-endian
data. Ends with status 0 when stdin does, 1 when a request cannot be followed, 3 when there is no PyTorch.
"""

import ctypes
import dataclasses
import itertools
import json
import math
import os
import sys

PROTOCOL = 1
MAX_LINE = 65536
MAX_RANK = 8
MAX_ELEMENTS = 64_000_000
MAX_BYTES = 3 * 8 * MAX_ELEMENTS  # input, gamma and beta of the largest tensor there can be
MAX_FEED_FORWARD = 65536
MAX_DEPTH = 96
BYTES_OF = {"float32": 4, "float64": 8}


class BadRequest(Exception):
    """Says what is wrong with a request whose data can still be skipped."""


class LostRequest(Exception):
    """Says why it cannot be known where the next request begins."""

    def __init__(self, sentence, request_id=0):
        super().__init__(sentence)
        self.request_id = request_id


def take_streams():
    """Keeps the two pipes for the protocol: whatever an imported package prints goes to stderr."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, replies


def import_torch():
    try:
        import torch

        torch.frombuffer  # since PyTorch 1.10
    except Exception as problem:  # a broken installation raises nearly anything
        reason = " ".join(str(problem).split())
        print(
            f"python_torch.py: {sys.executable} has no usable PyTorch ({reason}); install it there "
            "(pip install torch, or the package python3-torch) or name another Python",
            file=sys.stderr,
        )
        sys.exit(3)
    return torch


class Library:
    """PyTorch, asked for what the protocol knows."""

    def __init__(self, torch):
        self.torch = torch
        self.dtypes = {"float32": torch.float32, "float64": torch.float64}
        # The pipe takes longer than the arithmetic, and a pool of waiting threads would spin beside the window.
        torch.set_num_threads(1)
        torch.set_grad_enabled(False)

    def layer_norm(self, data, shape, dtype, eps, normalized_dims, affine):
        normalized_shape = shape[-normalized_dims:]
        values = self.torch.frombuffer(data, dtype=self.dtypes[dtype])
        count = math.prod(shape)
        gamma = beta = None
        if affine:
            gamma, beta = (part.reshape(normalized_shape) for part in values[count:].chunk(2))
        tokens = values[:count].reshape(shape)
        return self.torch.nn.functional.layer_norm(tokens, normalized_shape, gamma, beta, eps)

    def batch_norm(self, data, shape, dtype, eps):
        norm = self.torch.nn.functional.batch_norm
        samples = self._channels_second(data, shape, dtype)
        return norm(samples, None, None, training=True, eps=eps).movedim(1, -1)

    def instance_norm(self, data, shape, dtype, eps):
        norm = self.torch.nn.functional.instance_norm
        return norm(self._channels_second(data, shape, dtype), eps=eps).movedim(1, -1)

    def group_norm(self, data, shape, dtype, eps, groups):
        norm = self.torch.nn.functional.group_norm
        return norm(self._channels_second(data, shape, dtype), groups, eps=eps).movedim(1, -1)

    def _channels_second(self, data, shape, dtype):
        """Where PyTorch has them: [N, ..., C] becomes [N, C, ...]."""
        values = self.torch.frombuffer(data, dtype=self.dtypes[dtype])
        return values.reshape(shape).movedim(-1, 1).contiguous()

    def layer_norm_backward(self, data, shape, dtype, eps, normalized_dims, affine):
        tokens, upstream, *parameters = self._tensors(data, dtype, [shape, shape])
        normalized_shape = shape[-normalized_dims:]
        if affine:
            gamma, beta = (part.reshape(normalized_shape) for part in parameters[0].chunk(2))
        else:
            gamma, beta = tokens.new_ones(normalized_shape), tokens.new_zeros(normalized_shape)
        inputs = [tokens, gamma, beta]
        with self.torch.enable_grad():
            for tensor in inputs:
                tensor.requires_grad_()
            output = self.torch.nn.functional.layer_norm(tokens, normalized_shape, gamma, beta, eps)
            return self._flat(self.torch.autograd.grad(output, inputs, upstream))

    def add_and_norm(self, data, block, affine):
        tokens, *rest = self._tensors(data, block.dtype, [block.shape, *block.weight_shapes()])
        weights = rest[: len(block.weight_shapes())]
        gamma, beta = rest[-1].chunk(2) if affine else (None, None)
        return self._flat(self._stages(tokens, weights, block, gamma, beta))

    def gradient_flow(self, data, block, depth):
        shapes = [block.shape, block.shape, *depth * block.weight_shapes()]
        tokens, upstream, *weights = self._tensors(data, block.dtype, shapes)
        count = len(block.weight_shapes())
        with self.torch.enable_grad():
            layers = [tokens.requires_grad_()]
            for weight in weights:
                weight.requires_grad_()
            for first in range(0, len(weights), count):
                layers.append(self._stages(layers[-1], weights[first : first + count], block)[-1])
            output = self._normalized(layers[-1], block) if block.norm == "pre" else layers[-1]
            gradients = self.torch.autograd.grad(output, layers + weights, upstream)
        norms = [self._norm(gradient) for gradient in gradients]
        of_weights = self.torch.stack(norms[len(layers) :]).reshape(depth, count)
        norms = norms[: len(layers)] + [self._norm(of_block) for of_block in of_weights]
        return self.torch.stack(norms).to(self.dtypes[block.dtype])

    def _tensors(self, data, dtype, shapes):
        """The tensors that lie in the data, and what is left of it where there is something."""
        values = self.torch.frombuffer(data, dtype=self.dtypes[dtype])
        sizes = [math.prod(shape) for shape in shapes]
        tensors = [
            values[end - size : end].reshape(shape)
            for shape, size, end in zip(shapes, sizes, itertools.accumulate(sizes))
        ]
        rest = values[sum(sizes) :]
        return tensors + [rest] if len(rest) > 0 else tensors

    def _flat(self, tensors):
        return self.torch.cat([tensor.detach().reshape(-1) for tensor in tensors])

    def _norm(self, gradient):
        """Euclidean, in double precision and scaled: squares of what float64 holds need not be numbers."""
        values = gradient.detach().to(self.torch.float64)
        largest = values.abs().max()
        return largest * (values / largest).norm() if 0 < largest < math.inf else largest

    def _normalized(self, tokens, block, gamma=None, beta=None):
        return self.torch.nn.functional.layer_norm(tokens, tokens.shape[-1:], gamma, beta, block.eps)

    def _stages(self, tokens, weights, block, gamma=None, beta=None):
        """Attention weights, attention, sum and output of a block."""
        pre, post = block.norm == "pre", block.norm == "post"
        begin = self._normalized(tokens, block, gamma, beta) if pre else tokens
        attention_weights, attention = self._attend(begin, weights, block)
        total = tokens + attention if block.residual else attention
        output = self._normalized(total, block, gamma, beta) if post else total
        if block.feed_forward > 0:
            output = self._feed(output, weights, block)
        return attention_weights, attention, total, output

    def _attend(self, tokens, weights, block):
        linear = self.torch.nn.functional.linear
        query, key, value = (
            linear(tokens, weight).reshape(*tokens.shape[:2], block.heads, -1).transpose(1, 2)
            for weight in weights[:3]
        )
        scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
        if block.causal:
            later = self.torch.ones(scores.shape[-2:], dtype=self.torch.bool).triu(1)
            scores = scores.masked_fill(later, -math.inf)
        attention_weights = scores.softmax(-1)
        context = (attention_weights @ value).transpose(1, 2).flatten(2)
        return attention_weights, linear(context, weights[3])

    def _feed(self, tokens, weights, block):
        linear = self.torch.nn.functional.linear
        begin = self._normalized(tokens, block) if block.norm == "pre" else tokens
        sublayer = linear(linear(begin, weights[4]).relu(), weights[5])
        total = tokens + sublayer if block.residual else sublayer
        return self._normalized(total, block) if block.norm == "post" else total

    def randn(self, shape, dtype, seed):
        self.torch.manual_seed(seed)
        return self.torch.randn(shape, dtype=self.dtypes[dtype])


def is_whole_number(value):
    return type(value) is int and value >= 0  # bool is an int, too


def field(request, key, accepts, expected):
    if key not in request or not accepts(request[key]):
        raise BadRequest(f'The request lacks a valid "{key}"; send {expected} there')
    return request[key]


def is_shape(value):
    return (
        type(value) is list
        and 1 <= len(value) <= MAX_RANK
        and all(is_whole_number(extent) and extent >= 1 for extent in value)
        and math.prod(value) <= MAX_ELEMENTS
    )


def is_eps(value):
    return type(value) in (int, float) and 0 <= value <= sys.float_info.max  # false for NaN


def read_shape(request):
    expected = "1 to 8 sizes of at least 1 and at most 64 million elements in all"
    return field(request, "shape", is_shape, expected)


def read_dtype(request):
    return field(request, "dtype", lambda value: type(value) is str and value in BYTES_OF, "float32 or float64")


def expect_bytes(request, expected):
    if request["bytes"] != expected:
        raise BadRequest(
            f"The request announces {request['bytes']} bytes where its shape and type take {expected}; "
            "send as many"
        )


def expect_answer_of(values):
    if values > MAX_ELEMENTS:
        raise BadRequest(f"The answer would have {values} values, more than {MAX_ELEMENTS}; send a smaller tensor")


def read_truth(request, key):
    return field(request, key, lambda value: type(value) is bool, "true or false")


def read_layer_norm(request, count):
    """What `count` tensors, gamma and beta are sent for."""
    shape = read_shape(request)
    dtype = read_dtype(request)
    eps = float(field(request, "eps", is_eps, "a number that is not negative"))
    dims = field(
        request,
        "normalized_dims",
        lambda value: is_whole_number(value) and 1 <= value <= len(shape),
        "a whole number from 1 to the rank of the shape",
    )
    affine = read_truth(request, "affine")
    elements = count * math.prod(shape) + (2 * math.prod(shape[-dims:]) if affine else 0)
    expect_bytes(request, elements * BYTES_OF[dtype])
    return shape, dtype, eps, dims, affine


def answer_layer_norm(library, request, read_data):
    fields = read_layer_norm(request, 1)
    return library.layer_norm(read_data(), *fields)


def answer_layer_norm_backward(library, request, read_data):
    fields = shape, _, _, dims, _ = read_layer_norm(request, 2)
    expect_answer_of(math.prod(shape) + 2 * math.prod(shape[-dims:]))
    return library.layer_norm_backward(read_data(), *fields)


def read_samples(request, smallest_rank):
    """Shape, type and eps of a batch of channels-last samples."""
    shape = read_shape(request)
    if len(shape) < smallest_rank:
        raise BadRequest(
            f"The request's shape {shape} has too few sizes for this operation, which wants samples first and "
            f"channels last; send at least {smallest_rank}"
        )
    dtype = read_dtype(request)
    eps = float(field(request, "eps", is_eps, "a number that is not negative"))
    expect_bytes(request, math.prod(shape) * BYTES_OF[dtype])
    return shape, dtype, eps


def answer_batch_norm(library, request, read_data):
    shape, dtype, eps = read_samples(request, 2)
    return library.batch_norm(read_data(), shape, dtype, eps)


def answer_instance_norm(library, request, read_data):
    shape, dtype, eps = read_samples(request, 3)
    return library.instance_norm(read_data(), shape, dtype, eps)


def answer_group_norm(library, request, read_data):
    shape, dtype, eps = read_samples(request, 2)
    groups = field(
        request, "groups", lambda value: is_whole_number(value) and value >= 1, "a whole number of at least 1"
    )
    if shape[-1] % groups != 0:
        raise BadRequest(
            f"The request asks for {groups} groups of {shape[-1]} channels; send a number that divides them"
        )
    return library.group_norm(read_data(), shape, dtype, eps, groups)


@dataclasses.dataclass
class Block:
    """What add_and_norm and gradient_flow say about their blocks."""

    shape: list
    dtype: str
    eps: float
    heads: int
    causal: bool
    residual: bool
    norm: str
    feed_forward: int

    def weight_shapes(self):
        dimension = self.shape[-1]
        feed = [[self.feed_forward, dimension], [dimension, self.feed_forward]] if self.feed_forward else []
        return 4 * [[dimension, dimension]] + feed

    def weights(self):
        return sum(math.prod(shape) for shape in self.weight_shapes())


def read_block_shape(request):
    shape = read_shape(request)
    if len(shape) != 3:
        raise BadRequest(
            f"The request's shape {shape} is not that of a batch of sequences; send [batch, sequence, dimension]"
        )
    return shape


def read_heads(request, dimension):
    heads = field(
        request, "heads", lambda value: is_whole_number(value) and value >= 1, "a whole number of at least 1"
    )
    if dimension % heads != 0:
        raise BadRequest(
            f"The request asks for {heads} heads of a dimension of {dimension}; send a number that divides it"
        )
    return heads


def read_block(request):
    shape = read_block_shape(request)
    block = Block(
        shape=shape,
        dtype=read_dtype(request),
        eps=float(field(request, "eps", is_eps, "a number that is not negative")),
        heads=read_heads(request, shape[-1]),
        causal=read_truth(request, "causal"),
        residual=read_truth(request, "residual"),
        norm=field(
            request,
            "norm",
            lambda value: type(value) is str and value in ("none", "post", "pre"),
            "none, post or pre",
        ),
        feed_forward=field(
            request,
            "feed_forward",
            lambda value: is_whole_number(value) and value <= MAX_FEED_FORWARD,
            f"a whole number from 0 to {MAX_FEED_FORWARD}",
        ),
    )
    batch, sequence, _ = shape
    expect_answer_of(batch * block.heads * sequence**2 + 3 * math.prod(shape))
    return block


def answer_add_and_norm(library, request, read_data):
    block = read_block(request)
    affine = read_truth(request, "affine")
    elements = math.prod(block.shape) + block.weights() + (2 * block.shape[-1] if affine else 0)
    expect_bytes(request, elements * BYTES_OF[block.dtype])
    return library.add_and_norm(read_data(), block, affine)


def answer_gradient_flow(library, request, read_data):
    block = read_block(request)
    depth = field(
        request,
        "depth",
        lambda value: is_whole_number(value) and 1 <= value <= MAX_DEPTH,
        f"a whole number from 1 to {MAX_DEPTH}",
    )
    if depth * block.weights() > MAX_ELEMENTS:
        raise BadRequest(
            f"The request's {depth} blocks have {block.weights()} weights each, more than {MAX_ELEMENTS} in all; "
            "send fewer or smaller ones"
        )
    elements = 2 * math.prod(block.shape) + depth * block.weights()
    expect_bytes(request, elements * BYTES_OF[block.dtype])
    return library.gradient_flow(read_data(), block, depth)


def answer_randn(library, request, read_data):
    shape = read_shape(request)
    dtype = read_dtype(request)
    seed = field(request, "seed", lambda value: is_whole_number(value) and value < 2**64, "a whole number")
    expect_bytes(request, 0)
    return library.randn(shape, dtype, seed)


OPERATIONS = {
    "layer_norm": answer_layer_norm,
    "batch_norm": answer_batch_norm,
    "instance_norm": answer_instance_norm,
    "group_norm": answer_group_norm,
    "layer_norm_backward": answer_layer_norm_backward,
    "add_and_norm": answer_add_and_norm,
    "gradient_flow": answer_gradient_flow,
    "randn": answer_randn,
}


def without_repetition(pairs):
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key stands twice")
    return fields


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def parse_line(line):
    """The request's fields, of which "id" and "bytes" are sound."""
    try:
        request = json.loads(line, object_pairs_hook=without_repetition, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise LostRequest(f"The request is not a line of JSON ({problem}); send a JSON object") from None
    if type(request) is not dict:
        raise LostRequest("The request is not a JSON object; send one")
    if not is_whole_number(request.get("id")) or request["id"] >= 2**64:
        raise LostRequest('The request lacks a valid "id"; send a whole number there')
    if not is_whole_number(request.get("bytes")) or request["bytes"] > MAX_BYTES:
        raise LostRequest(
            f'The request lacks a valid "bytes"; send the length of the data, at most {MAX_BYTES}',
            request["id"],
        )
    return request


class RequestData:
    """The data behind one request's line, and never a byte beyond."""

    def __init__(self, requests, length):
        self.requests = requests
        self.left = length

    def read(self):
        data = bytearray(self.left)
        self._fill(memoryview(data))
        return data

    def skip_rest(self):
        ignored = memoryview(bytearray(min(self.left, 65536)))
        while self.left > 0:
            self._fill(ignored[: self.left])

    def _fill(self, destination):
        while len(destination) > 0:
            count = self.requests.readinto(destination)
            if not count:
                raise EOFError
            self.left -= count
            destination = destination[count:]


def answer(library, request, data):
    """The reply's tensor, or BadRequest."""
    operation = request.get("operation")
    if type(operation) is not str or operation not in OPERATIONS:
        raise BadRequest(f'The request lacks a valid "operation"; send {" or ".join(OPERATIONS)} there')
    try:
        return OPERATIONS[operation](library, request, data.read)
    except (RuntimeError, ValueError, MemoryError) as problem:
        reason = (str(problem) or repr(problem)).splitlines()[0][:500]
        raise BadRequest(
            f"PyTorch could not compute this ({reason}); try another tensor or other parameters"
        ) from None


def send(replies, fields, data=b""):
    replies.write(json.dumps(fields).encode() + b"\n")
    replies.write(data)
    replies.flush()


def send_tensor(replies, request_id, tensor):
    tensor = tensor.contiguous()
    length = tensor.numel() * tensor.element_size()
    fields = {
        "id": request_id,
        "shape": list(tensor.shape),
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "bytes": length,
    }
    # PyTorch offers the bytes of a tensor through numpy only, which need not be installed.
    send(replies, fields, (ctypes.c_char * length).from_address(tensor.data_ptr()))


def serve_request(library, line, requests, replies):
    request = parse_line(line)
    data = RequestData(requests, request["bytes"])
    try:
        tensor = answer(library, request, data)
    except BadRequest as problem:
        data.skip_rest()
        send(replies, {"id": request["id"], "error": str(problem)})
        return
    send_tensor(replies, request["id"], tensor)


def serve(library, requests, replies):
    greeting = {
        "protocol": PROTOCOL,
        "name": "PyTorch",
        "version": library.torch.__version__,
        "operations": list(OPERATIONS),
    }
    send(replies, greeting)
    while True:
        line = requests.readline(MAX_LINE + 1)
        if not line:
            return 0
        try:
            if not line.endswith(b"\n"):
                raise LostRequest(f"The request's line broke off or is longer than {MAX_LINE} bytes; send it whole")
            serve_request(library, line, requests, replies)
        except LostRequest as problem:
            send(replies, {"id": problem.request_id, "error": str(problem)})
            return 1
        except EOFError:
            return 1


def main():
    requests, replies = take_streams()
    library = Library(import_torch())
    try:
        status = serve(library, requests, replies)
    except (BrokenPipeError, KeyboardInterrupt):
        status = 0
    # Without the interpreter's clean-up, which would flush what nobody reads any more and take its time.
    os._exit(status)


if __name__ == "__main__":
    main()
