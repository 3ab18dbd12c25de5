"""Runs printed tests: python run_printed.py FOLDER... Each in a process of its own, forked from one that is warm.

Prints what failed, as JSON: folder to the end of what was said.
"""

from __future__ import annotations

import decimal
import io
import json
import os
import sys
import tempfile
import unittest

LOADED = (decimal, unittest)


def failure_in(folder: str) -> str:
    """What the tests of a folder say when they fail; nothing when they pass."""
    with tempfile.TemporaryFile("w+") as said:
        child = os.fork()
        if child == 0:
            os._exit(run(folder, said))
        _, status = os.waitpid(child, 0)
        said.seek(0)
        return said.read()[-1500:] if status else ""


def run(folder: str, said: io.TextIOBase) -> int:
    """Runs the tests of a folder in this process; 0 where all is well."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    sys.path.insert(0, folder)
    try:
        found = unittest.defaultTestLoader.loadTestsFromName("test_app")
        result = unittest.TextTestRunner(stream=said, warnings="error").run(found)
        return int(not result.wasSuccessful() or result.testsRun == 0)
    except BaseException as error:
        print(repr(error), file=said)
        return 1
    finally:
        said.flush()


if __name__ == "__main__":
    failures = {folder: text for folder in sys.argv[1:] if (text := failure_in(folder))}
    sys.stdout.write(json.dumps(failures))
