"""APIs as OpenAPI documents."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.design.components import Api, Function, Queue
from tools.design.design import Design
from tools.design.links import Link
from tools.design.requirements import Assumed, Entity, EntityField
from tools.events import Operation, openapi, operations_of

ROOT = Path(__file__).resolve().parents[3]
ORIGIN = Assumed(reason="a test")
METHODS = ("get", "post", "put", "patch", "delete")

ORDER = Entity(
    name="Order",
    plural="orders",
    fields=(
        EntityField(name="orderId"),
        EntityField(name="total", type="money"),
        EntityField(name="email", type="email", sensitive=True),
    ),
    origin=ORIGIN,
)


def functions() -> tuple[Function, ...]:
    operations: tuple[Any, ...] = ("create", "get", "list", "update", "delete")
    return tuple(
        Function(name=f"{each}-order", operation=each, entity="Order", group="ordering", title=f"{each} order")
        for each in operations
    )


ROUTES = {
    "create-order": ("POST /orders",),
    "get-order": ("GET /orders/{id}",),
    "list-order": ("GET /orders",),
    "update-order": ("PUT /orders/{orderId}", "nonsense"),
    "delete-order": ("DELETE /orders/{id}",),
    "later": ("POST /imports",),
}


@pytest.fixture(scope="session")
def shop_api(shop: Callable[..., Design]) -> Callable[..., tuple[Design, Api]]:
    def build(**fields: Any) -> tuple[Design, Api]:
        api = Api(name="front", **fields)
        design = shop()
        links = tuple(Link(kind="trigger", source="front", target=name, matches=m) for name, m in ROUTES.items())
        requirements = design.requirements.model_copy(update={"entities": (ORDER,)})
        changed = {"components": (api, *functions(), Queue(name="later")), "links": links, "requirements": requirements}
        return Design.model_validate({**dict(design), **changed}), api

    return build


Built = Callable[..., tuple[Design, Api]]


def test_every_route_is_an_operation(shop_api: Built) -> None:
    document = openapi(*shop_api())
    found = {(path, method) for path, item in document["paths"].items() for method in item if method in METHODS}
    assert found == {
        ("/orders", "post"),
        ("/orders", "get"),
        ("/orders/{id}", "get"),
        ("/orders/{id}", "put"),
        ("/orders/{id}", "delete"),
        ("/imports", "post"),
    }
    assert document["openapi"] == "3.1.0"
    assert document["paths"]["/orders/{id}"]["parameters"][0]["name"] == "id"


def test_answers_follow_the_operation(shop_api: Built) -> None:
    paths = openapi(*shop_api())["paths"]
    assert "201" in paths["/orders"]["post"]["responses"]
    page = paths["/orders"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert page["properties"]["items"]["items"] == {"$ref": "#/components/schemas/Order"}
    assert "204" in paths["/orders/{id}"]["delete"]["responses"]
    assert "404" in paths["/orders/{id}"]["get"]["responses"]
    assert "202" in paths["/imports"]["post"]["responses"]


def test_entities_keep_their_types(shop_api: Built) -> None:
    fields = openapi(*shop_api())["components"]["schemas"]["Order"]["properties"]
    assert fields["email"] == {"type": "string", "format": "email", "x-sensitive": True}
    assert fields["total"]["required"] == ["amount", "currency"]


@pytest.mark.parametrize(
    ("auth", "kind"),
    [("jwt", "http"), ("iam", "apiKey"), ("api-key", "apiKey"), ("mutual-tls", "mutualTLS"), ("none", "")],
)
def test_who_may_call_is_said(auth: str, kind: str, shop_api: Built) -> None:
    document = openapi(*shop_api(auth=auth))
    schemes = document["components"].get("securitySchemes", {})
    assert [scheme["type"] for scheme in schemes.values()] == ([kind] if kind else [])
    assert document.get("security", []) == ([{auth: []}] if kind else [])


def test_other_styles_are_refused(shop_api: Built) -> None:
    with pytest.raises(ValueError, match="websocket API"):
        openapi(*shop_api(style="websocket"))


def test_operations_may_be_given(shop_api: Built) -> None:
    design, api = shop_api()
    assert len(operations_of(design, api)) == 6
    document = openapi(design, api, [Operation("ANY", "/files/{path+}", "create-order")])
    assert set(document["paths"]) == {"/files/{path}"}
    assert set(document["paths"]["/files/{path}"]) == {"parameters", *METHODS}


PATHS = st.lists(st.sampled_from(["orders", "{id}", "{key+}", "v1", "a-b"]), max_size=4).map(
    lambda p: "/" + "/".join(p)
)


@settings(max_examples=60, deadline=None)
@given(routes=st.lists(st.tuples(st.sampled_from(["ANY", "GET", "POST", "HEAD"]), PATHS), max_size=8))
def test_names_of_operations_are_unique(routes: list[tuple[str, str]], shop_api: Built) -> None:
    design, api = shop_api()
    document = openapi(design, api, [Operation(method, path, "get-order") for method, path in routes])
    ids = [op["operationId"] for item in document["paths"].values() for op in item.values() if isinstance(op, dict)]
    assert len(ids) == len(set(ids))
    shapes = [re.sub(r"\{[^}]*\}", "{}", path) for path in document["paths"]]
    assert len(shapes) == len(set(shapes))


@pytest.mark.oracle("contracts")
def test_the_validator_accepts_our_documents(shop_api: Built) -> None:
    python = ROOT / ".oracles" / "contracts" / "bin" / "python"
    if not python.exists():
        pytest.skip("openapi-spec-validator: not installed in .oracles/contracts (see tests/oracles)")
    documents = [openapi(*shop_api(auth=auth)) for auth in ("jwt", "iam", "api-key", "signature", "mutual-tls", "none")]
    fault = json.loads(json.dumps(documents[0]))
    fault["paths"]["/orders"]["post"]["responses"]["201"].pop("description")
    script = ROOT / "tests" / "oracles" / "contracts" / "judge.py"
    done = subprocess.run(
        [str(python), str(script)], input=json.dumps([*documents, fault]), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    *verdicts, planted = json.loads(done.stdout)
    assert verdicts == [""] * len(documents)
    assert "description" in planted
