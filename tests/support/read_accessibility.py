#!/usr/bin/python3
# SPDX-FileCopyrightText: The LayerNorm Explorer authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and drives a program the way a screen reader does, over AT-SPI.

    read_accessibility.py APPLICATION

Takes one JSON object a line on stdin and answers each with one on stdout:

    {"do": "cell", "table": NAME, "row": R, "column": C}
        name, text, value (null where there is none), description, states, row header, column header
    {"do": "edit", ..., "text": TEXT}     writes into the cell, then as "cell"
    {"do": "focus", ...}                  takes the keyboard to the cell, then as "cell"
    {"do": "find", "role": ROLE}          names of everything of that role
    {"do": "focused"}                     names of what has the keyboard, and of what it is in

An answer with "error" says what could not be found. Exit code 77: AT-SPI is not installed.
"""
import json
import sys
import time
import warnings

# Of two ways to get an interface, the newer one has no name for some that Debian 12 has.
warnings.filterwarnings("ignore", category=DeprecationWarning)

try:
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, GLib
except (ImportError, ValueError) as missing:
    print(f"skipped: {missing}", file=sys.stderr)
    sys.exit(77)

PATIENCE_SECONDS = 60
TABLES = (Atspi.Role.TABLE, Atspi.Role.CHART)


class NotFound(Exception):
    """Somebody asks for what is not there."""


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def walk(node):
    """Everything in the program, but not the cells of its tables."""
    yield node
    if node.get_role() not in TABLES:
        for child in children(node):
            yield from walk(child)


def find_application(name):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for application in children(desktop):
            if name in (application.get_name() or "") and application.get_child_count() > 0:
                application.set_cache_mask(Atspi.Cache.NONE)
                return application
        time.sleep(0.1)
    raise NotFound(f"no program {name} on the accessibility bus")


def states(node):
    return [state.value_nick for state in node.get_state_set().get_states()]


def is_shown(node):
    return "showing" in states(node)


def find_cell(application, request):
    for node in walk(application):
        if node.get_role() in TABLES and node.get_name() == request["table"] and is_shown(node):
            cell = node.get_table_iface().get_accessible_at(request["row"], request["column"])
            if cell is None:
                raise NotFound(f"{request['table']} has no cell {request['row']}, {request['column']}")
            return node, cell
    raise NotFound(f"no table {request['table']}")


def describe(table, cell, request):
    text = cell.get_text_iface()
    value = cell.get_value_iface()
    return {
        "name": cell.get_name(),
        "description": cell.get_description(),
        "text": text.get_text(0, text.get_character_count()) if text else None,
        "value": value.get_current_value() if value else None,
        "states": states(cell),
        "row": table.get_row_description(request["row"]),
        "column": table.get_column_description(request["column"]),
    }


def answer(application, request):
    task = request["do"]
    if task == "find":
        return {"names": [node.get_name() for node in walk(application)
                          if node.get_role_name() == request["role"] and is_shown(node)]}
    if task == "focused":
        return {"names": [node.get_name() for node in walk(application) if "focused" in states(node)]}
    table, cell = find_cell(application, request)
    if task == "edit":
        editable = cell.get_editable_text_iface()
        if editable is None:
            raise NotFound("the cell cannot be edited")
        editable.set_text_contents(request["text"])
    elif task == "focus":
        cell.get_component_iface().grab_focus()
    return describe(table, cell, request)


def main():
    milliseconds = PATIENCE_SECONDS * 1000
    Atspi.set_timeout(milliseconds, milliseconds)
    application = None
    for line in sys.stdin:
        try:
            if application is None:
                application = find_application(sys.argv[1])
            said = answer(application, json.loads(line))
        except NotFound as problem:
            said = {"error": str(problem)}
        except GLib.Error as problem:
            said = {"error": problem.message}
        print(json.dumps(said, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
