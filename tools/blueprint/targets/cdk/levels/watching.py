"""Log groups and alarms."""

from __future__ import annotations

from typing import Any

from tools.blueprint.targets.cdk.raising import Level, Raising, plain, span
from tools.blueprint.targets.cdk.tree import Call, Expression, Make, Member, Name, Part

_DAYS = {
    1: "ONE_DAY", 3: "THREE_DAYS", 5: "FIVE_DAYS", 7: "ONE_WEEK", 14: "TWO_WEEKS", 30: "ONE_MONTH", 60: "TWO_MONTHS",
    90: "THREE_MONTHS", 120: "FOUR_MONTHS", 150: "FIVE_MONTHS", 180: "SIX_MONTHS", 365: "ONE_YEAR",
    400: "THIRTEEN_MONTHS", 545: "EIGHTEEN_MONTHS", 731: "TWO_YEARS", 1096: "THREE_YEARS", 1827: "FIVE_YEARS",
    2192: "SIX_YEARS", 2557: "SEVEN_YEARS", 2922: "EIGHT_YEARS", 3288: "NINE_YEARS", 3653: "TEN_YEARS",
}  # fmt: skip


def _logs(raising: Raising) -> None:
    raising.say("logGroupName", "LogGroupName", "s")
    days = {number: f"RetentionDays.{word}" for number, word in _DAYS.items()}
    raising.choose("retention", "RetentionInDays", days, "aws_logs")
    if "KmsKeyId" in raising.left:
        raising.fields["encryptionKey"] = raising.built(raising.take("KmsKeyId"), "AWS::KMS::Key")
    raising.removal()


_COMPARISONS = {
    "GreaterThanOrEqualToThreshold": "ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD",
    "GreaterThanThreshold": "ComparisonOperator.GREATER_THAN_THRESHOLD",
}


def _alarm(raising: Raising) -> None:
    measured: dict[str, Expression] = {"namespace": raising.take("Namespace"), "metricName": raising.take("MetricName")}
    dimensions: Any = raising.take("Dimensions")
    if dimensions:
        measured["dimensionsMap"] = {
            plain(one)["Name"]: raising.reader.value(plain(one)["Value"], "s") for one in dimensions
        }
    measured |= {"statistic": raising.take("Statistic"), "period": span(raising.take("Period"))}
    raising.fields["metric"] = Make(Name("aws_cloudwatch", "Metric"), (), measured)
    raising.say("alarmDescription", "AlarmDescription", "s")
    raising.say("evaluationPeriods", "EvaluationPeriods")
    raising.say("threshold", "Threshold", "n")
    raising.choose("comparisonOperator", "ComparisonOperator", _COMPARISONS, "aws_cloudwatch")
    missing = {"notBreaching": "TreatMissingData.NOT_BREACHING"}
    raising.choose("treatMissingData", "TreatMissingData", missing, "aws_cloudwatch")
    for action in raising.take("AlarmActions") or ():
        topic = raising.built(action, "AWS::SNS::Topic", "")
        told = Make(Name("aws_cloudwatch_actions", "SnsAction"), (topic,))
        raising.after.append(Call(Member(Part(raising.id), "addAlarmAction"), (told,)))


LEVELS: dict[str, Level] = {
    "AWS::Logs::LogGroup": (Name("aws_logs", "LogGroup"), _logs, {"": "logGroupName", "Arn": "logGroupArn"}),
    "AWS::CloudWatch::Alarm": (Name("aws_cloudwatch", "Alarm"), _alarm, {"": "alarmName", "Arn": "alarmArn"}),
}
