# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads one LaTeX snippet from stdin; prints what is wrong with it, a line each, and at last how many relations
between numbers it has worked out: "=" has to hold exactly, and "\\approx" to be near and not exact."""
import re
import sys
from decimal import Decimal, getcontext

getcontext().prec = 700  # squares of the smallest float64 beside ordinary numbers
getcontext().Emin, getcontext().Emax = -9999, 9999
EQUAL = Decimal(10) ** -600  # what division and root leave of exactness

KNOWN = set(
    "documentclass usepackage allowdisplaybreaks begin end noindent mu sigma varepsilon gamma beta frac sqrt sum cdot "
    "times approx infty mathrm bigl bigr quad".split()
)


def complain(*words):
    print(*words)


def check_form(text):
    depth, environments = 0, []
    for token in re.findall(r"\\(?:begin|end)\{[^}]*\}|\\.|[{}]", text, re.S):
        if token.startswith(r"\begin"):
            environments.append(token[6:])
        elif token.startswith(r"\end"):
            if not environments or environments.pop() != token[4:]:
                complain("unbalanced", token)
        else:
            depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0:
            complain("unbalanced braces")
    if depth or environments:
        complain("left open:", depth, environments)
    for command in re.findall(r"\\([A-Za-z]+)", text):
        if command not in KNOWN:
            complain("unknown command", command)
    for wrong in re.findall(r"[-+] *(?:\{\})? *[-+]|\d[eE][-+\d]|\b(?:nan|inf)\b|[^\x00-\x7f]|--", text):
        complain("ill-formed:", wrong)


def check_alignment(body):
    if re.search(r"\n\s*\n", body) or body.rstrip().endswith("\\\\"):
        complain("an empty line in an alignment")
    if body.count(r"\bigl(") != body.count(r"\bigr)"):
        complain("an unbalanced big bracket")
    for row in body.strip().split("\\\\\n"):
        if row.count("&") != 1:
            complain("not one & in", row)


def braced(text, start):
    """The group that begins at text[start], and where it ends."""
    depth = 0
    for end in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 0:
            return text[start + 1 : end], end + 1
    raise ValueError(text)


def python(text):
    """The same expression in Python."""
    result, i = "", 0
    while i < len(text):
        rest = text[i:]
        if number := re.match(r"\d+(\.\d+)?", rest):
            result += f"Decimal('{number[0]}')"
            i += number.end()
        elif rest.startswith(r"\frac"):
            numerator, i = braced(text, i + 5)
            denominator, i = braced(text, i)
            result += f"*(({python(numerator)})/({python(denominator)}))"
        elif rest.startswith(r"\sqrt"):
            radicand, i = braced(text, i + 5)
            result += f"({python(radicand)}).sqrt()"
        elif rest.startswith("^"):
            exponent, i = braced(text, i + 1) if rest[1] == "{" else (rest[1], i + 2)
            result += f"**({exponent})"
        elif sign := re.match(r"\\cdot|\\bigl\(|\\bigr\)|\{\}|[-+() ]", rest):
            result += {r"\cdot": "*1", r"\bigl(": "*(", r"\bigr)": ")", "{}": ""}.get(sign[0], sign[0])
            i += sign.end()
        else:
            raise ValueError(rest)
    return result


def value(text):
    code = re.sub(r"\*1 *\*", "*", python(text.strip()))  # \cdot before a fraction
    code = re.sub(r"\*1 ", "*", code)
    return eval(re.sub(r"^\*", "", code))


def equations(body):
    """(name, [expression, relation, expression, ...]) with the lines of each put together."""
    found = []
    for row in body.strip().replace(" \\\\\n&\\quad", "").split("\\\\\n"):
        left, right = row.split("&")
        if left.strip():
            found.append((left.strip(), [""]))
        if r"\sum" in right:
            continue  # in symbols
        parts = re.split(r"(\\approx|=)", right)
        found[-1][1].extend(parts[1:])
    return found


def tolerance(name, right, deviation):
    if name == r"\mu":
        return 2 * deviation / 10**4
    if name == r"\sigma^2":
        return right / 10**3
    return max(Decimal(1), abs(right)) / 10**3


def check_numbers(body):
    chains = equations(body)
    count, deviation = 0, Decimal(0)
    for name, parts in chains:
        if name == r"\sigma^2" and "NaN" not in parts[-1] and "infty" not in parts[-1]:
            deviation = value(parts[-1]).sqrt()
    for name, parts in chains:
        for left, relation, right in zip(parts[2::2], parts[3::2], parts[4::2]):
            if name == "x" or re.search("NaN|infty", left + right):
                continue
            count += 1
            difference = abs(value(left) - value(right))
            exact = difference <= EQUAL * max(abs(value(left)), abs(value(right)))
            if exact != (relation == "="):
                complain(name, "is exact:", exact, "but says", relation, left, right)
            if not exact and difference > tolerance(name, value(right), deviation):
                complain(name, "is far off:", left, relation, right)
    return count


source = sys.stdin.read()
check_form(source)
alignments = re.findall(r"\\begin\{align\*\}(.*?)\\end\{align\*\}", source, re.S)
for alignment in alignments:
    check_alignment(alignment)
print(check_numbers(alignments[1]))
