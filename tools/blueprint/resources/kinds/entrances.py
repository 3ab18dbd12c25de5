"""Security groups, with each of their rules a resource of its own."""

from __future__ import annotations

from tools.blueprint.resources.references import Resolver
from tools.blueprint.resources.root import Root
from tools.blueprint.resources.tree import Body, Expr, Node
from tools.blueprint.resources.waivers import ATTACHED, REACHED_BY_NOBODY
from tools.design.components import Container

_RULES = {"ingress": "aws_vpc_security_group_ingress_rule", "egress": "aws_vpc_security_group_egress_rule"}


def print_group(root: Root, owner: str, words: str, network: str, *, word: str = "") -> Expr:
    """A security group without rules; gives its id."""
    name = f"{owner}-{word}" if word else owner
    body: Body = {
        "name_prefix": f"{name}-",
        "description": words,
        "vpc_id": root.at("aws_vpc", network, "id"),
    }
    waived = (REACHED_BY_NOBODY,) if word == "access" else (ATTACHED,)
    root.add("aws_security_group", owner, body, word=word, lifecycle={"create_before_destroy": True}, waived=waived)
    return root.at("aws_security_group", owner, "id", word)


def print_way(
    root: Root,
    owner: str,
    direction: str,
    words: str,
    far: Body,
    *,
    word: str = "",
    port: Node = None,
    last: Node = None,
) -> None:
    """One rule of a group: in or out, at one port, a range of ports or any."""
    group = root.at("aws_security_group", owner, "id", word.partition("__")[0])
    body: Body = {"security_group_id": group, "description": words, **far}
    if port is None:
        body["ip_protocol"] = "-1"
    else:
        body |= {"ip_protocol": "tcp", "from_port": port, "to_port": port if last is None else last}
    root.add(_RULES[direction], owner, body, word=word.replace("__", "_").strip("_"))


def print_entrance(root: Root, owner: str, words: str, network: str, port: int) -> None:
    """A security group that lets in the functions and tasks of a network, at one port."""
    print_group(root, owner, words, network)
    callers = [("code", root.at("aws_security_group", network, "id", "access"))]
    tasks = (c for c in root.graph.all(Container) if c.network == network and c.platform == "managed")
    callers += [(root.label(c.name), root.at("aws_security_group", c.name, "id")) for c in tasks]
    for word, caller in callers:
        far: Body = {"referenced_security_group_id": caller}
        print_way(root, owner, "ingress", "Code in the network", far, word=f"__from_{word}", port=port)


def vpc_cidr(resolver: Resolver, network: str) -> Expr:
    """The addresses of a network."""
    return resolver.at("aws_vpc", network, "cidr_block")
