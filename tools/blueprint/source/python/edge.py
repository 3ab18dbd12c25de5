"""Functions at the edge: one module by itself, since neither layers nor variables reach there."""

from __future__ import annotations

from tools.blueprint.source.handlers import Handler
from tools.blueprint.source.words import remark


def print_edge(handler: Handler) -> dict[str, str]:
    """The files of a function at the edge."""
    return {"app.py": _app(handler), "domain.py": _DOMAIN, "test_app.py": _TEST}


def _app(handler: Handler) -> str:
    words = (
        remark(handler.words) or f"Looks at every request before {', '.join(handler.callers) or 'the edge'} answers it"
    )
    return f'''"""{words.rstrip(".")}."""

from __future__ import annotations

from typing import Any

import domain


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Called for each viewer's request: gives the request on, or an answer in its place."""
    return domain.decide(event["Records"][0]["cf"]["request"])
'''


_DOMAIN = '''"""The rules of this function. Pure: what goes in decides what comes out. Yours to write."""

from __future__ import annotations

from typing import Any


def decide(request: dict[str, Any]) -> dict[str, Any]:
    """The request as it goes on; a folder is asked for by its page."""
    uri = request["uri"]
    return {**request, "uri": f"{uri}index.html"} if uri.endswith("/") else request
'''

_TEST = '''"""The handler, offline."""

from __future__ import annotations

import json
import sys
import unittest
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

app = import_module("app")


class HandlerTest(unittest.TestCase):
    def test_a_folder_is_asked_for_by_its_page(self) -> None:
        event = json.loads((HERE / "events" / "edge.json").read_text("utf-8"))
        self.assertEqual(app.handler(event, None)["uri"], "/index.html")


if __name__ == "__main__":
    unittest.main()
'''
