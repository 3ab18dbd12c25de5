"""Rules, delivery streams, mail, alarms, networks, recorders."""

from __future__ import annotations

import re

from tools.blueprint.reading.folding import many
from tools.blueprint.reading.forms.placing import Shaper, by_key
from tools.blueprint.reading.model import is_mapping
from tools.blueprint.reading.neutral import Settings, move


def _rule(found: Settings) -> None:
    for target in many(found.get("targets")):
        target.pop("id", None)
        letters = target.pop("dead_letter_config", None)
        if letters:
            target["dead_letter"] = letters["arn"]
        move(target, "ecs_parameters", "ecs_target")
        move(target, "sqs_parameters", "sqs_target")
        move(target, "kinesis_parameters", "kinesis_target")
        move(target, "kinesis_target.partition_key_path", "partition_key_path")
        move(target, "input_transformer.input_paths_map", "input_paths")
    found["targets"] = many(found.get("targets"))


def _stream_out(found: Settings) -> None:
    move(found, "s3.buffering_hints.interval_in_seconds", "/s3.buffering_interval")
    move(found, "s3.buffering_hints.size_in_m_bs", "/s3.buffering_size")
    move(found, "s3.buffering_hints", "")
    move(found, "s3.cloudwatch_logging_options", "cloudwatch_logging_options")
    move(found, "s3.encryption_configuration.kms_encryption_config.awskms_key_arn", "/s3.kms_key_arn")
    move(found, "s3.encryption_configuration", "")
    if "server_side_encryption" in found:
        found["server_side_encryption"].setdefault("enabled", "true")


def _template_mail(found: Settings) -> None:
    move(found, "rule", "*")
    found.pop("name", None)
    found["does"] = [
        {"action": kind.removesuffix("_action"), **said}
        for each in many(found.pop("actions", None))
        for kind, said in each.items()
    ]


def _mail(found: Settings) -> None:
    found.pop("name", None)
    does: list[tuple[int, Settings]] = []
    for kind in [key for key in found if key.endswith("_action")]:
        for said in many(found.pop(kind)):
            place = int(said.pop("position"))
            does.append((place, {"action": kind.removesuffix("_action"), **said}))
    found["does"] = [said for _, said in sorted(does, key=lambda each: each[0])]


def _alarm(found: Settings) -> None:
    found["dimensions"] = by_key(found.get("dimensions"), "name", "value")


def _group(found: Settings) -> None:
    if "exits" not in found:
        found["exits"] = [{"protocol": "-1", "to": "0.0.0.0/0", "description": "said nothing, anywhere"}]
    exits = [way for way in many(found["exits"]) if way.get("to") != "255.255.255.255/32"]
    found["exits"] = exits
    if not exits:
        del found["exits"]
    for way in ("entrances", "exits"):
        if way in found:
            found[way] = sorted(many(found[way]), key=str)


def _flow(found: Settings) -> None:
    found["log_group"] = str(found.get("log_group")).replace(".name}", ".arn}")


def _subnet(found: Settings) -> None:
    zone = found.get("availability_zone")
    number = zone["Fn::Select"][0] if is_mapping(zone) else "".join(re.findall(r"names\[(\d+)\]", str(zone)))
    found["availability_zone"] = f"zone {number}"


def _recorder(found: Settings) -> None:
    found["status"] = {"is_enabled": "true"}


def _template_scaled(found: Settings) -> None:
    found["of"] = re.sub(r"\.\w+\}$", "}", str(found.get("of")))


def _scaled(found: Settings) -> None:
    """What is scaled, by all three of its names."""
    names = {str(found.pop(key, "")) for key in ("service_namespace", "resource_id", "scalable_dimension")}
    whose = sorted({re.sub(r"\.\w+\}$", "}", name) for name in names})
    found["of"] = whose[0] if len(whose) == 1 and len(names) == 3 else sorted(names)


TERRAFORM: dict[str, Shaper] = {
    "scaling": _scaled,
    "flow-log": _flow,
    "mail-rule": _mail,
    "subnet": _subnet,
}
CLOUDFORMATION: dict[str, Shaper] = {
    "scaling": _template_scaled,
    "alarm": _alarm,
    "delivery-stream": _stream_out,
    "flow-log": _flow,
    "mail-rule": _template_mail,
    "recorder": _recorder,
    "rule": _rule,
    "security-group": _group,
    "subnet": _subnet,
}
