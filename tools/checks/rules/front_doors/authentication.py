"""Every entry knows who comes in."""

from __future__ import annotations

from collections.abc import Iterator

from tools.checks.findings import Finding, Rule
from tools.checks.subject import Subject
from tools.design.components import Api, External, Function, LoadBalancer

RULE = Rule(
    id="SL-A02",
    title="Every way in is authorised",
    severity="error",
    reason="One forgotten door exposes the data behind it, or lets anyone set off work that is paid for.",
    fix="ask",
    remedy="Choose who may call: signed-in people (jwt), services of the account (iam), or a function that decides.",
    sources=("CKV_AWS_59", "CKV_AWS_309", "cdk-nag AwsSolutions-APIG4", "FSBP APIGateway.8"),
    proves=("least-privilege",),
)


def findings(subject: Subject) -> Iterator[Finding]:
    """APIs open to anyone, authorisers that are not named, and doors that cannot tell callers apart."""
    for api in subject.all(Api):
        place = subject.place(api, "auth")
        if api.auth == "none" and api.endpoint != "private":
            public = _serves_public_reads(subject, api)
            text = f"{api.name} lets anyone call it."
            yield RULE.found(place, text, evidence=api.auth, severity="info" if public else None)
        elif api.auth == "function" and api.authorizer is None:
            text = f"{api.name} asks a function who may call, and names none."
            yield RULE.found(subject.place(api, "authorizer"), text, evidence="none")
        elif api.auth == "signature" and not _function_behind(subject, api):
            text = f"{api.name} leaves checking signatures to a function, and there is none behind it."
            yield RULE.found(place, text, evidence=api.auth)
    for door in subject.all(LoadBalancer):
        if door.public and any(isinstance(wire.source, External) for wire in subject.incoming(door.name)):
            text = f"{door.name} faces the internet and authenticates nobody; what is behind it must."
            yield RULE.found(subject.place(door, "public"), text, evidence=True, severity="info")


def _serves_public_reads(subject: Subject, api: Api) -> bool:
    """Whether all it offers is reading public data."""
    routes = [match for wire in subject.outgoing(api.name, "trigger") for match in wire.link.matches]
    reads = bool(routes) and all(route.startswith(("GET ", "HEAD ")) for route in routes)
    return reads and subject.requirements.sensitivity == "public"


def _function_behind(subject: Subject, api: Api) -> bool:
    return any(isinstance(wire.target, Function) for wire in subject.outgoing(api.name, "trigger"))
