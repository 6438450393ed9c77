"""Lists on the command line, in a terminal and out of it: ids are whole, whatever the width."""

import os
import pty
import re
import subprocess
import sys
import termios

SHOW = """
from watchgate.commands.table import print_table
print_table(("id", "name", "note"), [("tok_" + "a" * 32, "Ada Lovelace", "a long sentence " * 8)], folds=("note",))
"""
ID = "tok_" + "a" * 32


def in_terminal(columns):
    parent, child = pty.openpty()
    termios.tcsetwinsize(child, (24, columns))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    subprocess.run(
        [sys.executable, "-c", SHOW], stdout=child, env=environment | {"TERM": "xterm"}, check=True
    )
    os.close(child)
    text = os.read(parent, 100_000).decode()
    os.close(parent)
    return re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()


def test_out_of_a_terminal_each_row_is_one_line():
    done = subprocess.run([sys.executable, "-c", SHOW], stdout=subprocess.PIPE, text=True, check=True)

    _, row = done.stdout.splitlines()
    assert ID in row
    assert "a long sentence " * 7 in row


def test_in_a_narrow_terminal_sentences_are_folded_and_ids_are_not():
    lines = in_terminal(90)

    assert sum(ID in line for line in lines) == 1
    assert all(len(line) <= 90 for line in lines)
    assert sum("sentence" in line for line in lines) > 2


def test_in_one_that_is_too_narrow_for_ids_they_are_whole_all_the_same():
    assert sum(ID in line for line in in_terminal(40)) == 1
