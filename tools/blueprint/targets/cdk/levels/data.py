"""Tables and buckets. A bucket's notifications stay properties: the library would make a function that writes them."""

from __future__ import annotations

from typing import Any

from tools.blueprint.targets.cdk.raising import GaveUpError, Level, Raising, plain, span, struct
from tools.blueprint.targets.cdk.tree import Call, Expression, Member, Name, Part
from tools.blueprint.targets.cloudformation.emitter import Tagged

_KEY = "AWS::KMS::Key"
_TYPES = {"S": "AttributeType.STRING", "N": "AttributeType.NUMBER", "B": "AttributeType.BINARY"}
_BILLING = {"PAY_PER_REQUEST": "BillingMode.PAY_PER_REQUEST", "PROVISIONED": "BillingMode.PROVISIONED"}
_PROJECTIONS = {"ALL": "ProjectionType.ALL", "KEYS_ONLY": "ProjectionType.KEYS_ONLY"}
_VIEWS = {"NEW_AND_OLD_IMAGES": "StreamViewType.NEW_AND_OLD_IMAGES"}


def _table(raising: Raising) -> None:
    types = {plain(one)["AttributeName"]: plain(one)["AttributeType"] for one in raising.take("AttributeDefinitions")}
    raising.fields |= _keys(raising.take("KeySchema"), types)
    raising.choose("billingMode", "BillingMode", _BILLING, "aws_dynamodb")
    raising.fields |= _units(raising.take("ProvisionedThroughput"))
    stream = raising.take("StreamSpecification")
    if stream is not None:
        raising.fields["stream"] = Name("aws_dynamodb", _VIEWS[stream["StreamViewType"]])
    expires = raising.take("TimeToLiveSpecification")
    if expires is not None:
        raising.fields["timeToLiveAttribute"] = expires["AttributeName"]
    _encrypt(raising, raising.take("SSESpecification"))
    recovery = raising.take("PointInTimeRecoverySpecification")
    if recovery is not None:
        enabled = {"pointInTimeRecoveryEnabled": recovery["PointInTimeRecoveryEnabled"]}
        where = "aws_dynamodb.PointInTimeRecoverySpecification"
        raising.fields["pointInTimeRecoverySpecification"] = struct(where, **enabled)
    raising.say("deletionProtection", "DeletionProtectionEnabled")
    raising.removal()
    for index in raising.take("GlobalSecondaryIndexes") or ():
        found: dict[str, Expression] = {"indexName": index["IndexName"], **_keys(index["KeySchema"], types)}
        found["projectionType"] = Name("aws_dynamodb", _PROJECTIONS[plain(index["Projection"])["ProjectionType"]])
        found |= _units(index.get("ProvisionedThroughput"))
        raising.after.append(Call(Member(Part(raising.id), "addGlobalSecondaryIndex"), (), found))


def _keys(schema: Any, types: dict[str, str]) -> dict[str, Expression]:
    found: dict[str, Expression] = {}
    for one in schema:
        word = "partitionKey" if one["KeyType"] == "HASH" else "sortKey"
        kind = Name("aws_dynamodb", _TYPES[types[one["AttributeName"]]])
        found[word] = struct("aws_dynamodb.Attribute", name=one["AttributeName"], type=kind)
    return found


def _units(units: Any) -> dict[str, Expression]:
    if units is None:
        return {}
    return {"readCapacity": units["ReadCapacityUnits"], "writeCapacity": units["WriteCapacityUnits"]}


def _encrypt(raising: Raising, said: Any) -> None:
    word = "DEFAULT"
    if said and "KMSMasterKeyId" in said:
        word = "CUSTOMER_MANAGED"
        raising.fields["encryptionKey"] = raising.built(said["KMSMasterKeyId"], _KEY)
    elif said and said["SSEEnabled"]:
        word = "AWS_MANAGED"
    raising.fields["encryption"] = Name("aws_dynamodb", f"TableEncryption.{word}")


def _bucket(raising: Raising) -> None:
    raising.say("bucketName", "BucketName", "s")
    blocked = raising.take("PublicAccessBlockConfiguration")
    if blocked is not None:
        if not all(blocked.values()):
            raise GaveUpError
        raising.fields["blockPublicAccess"] = Name("aws_s3", "BlockPublicAccess.BLOCK_ALL")
    owned = raising.take("OwnershipControls")
    if owned is not None:
        if owned["Rules"] != [{"ObjectOwnership": "BucketOwnerEnforced"}]:
            raise GaveUpError
        raising.fields["objectOwnership"] = Name("aws_s3", "ObjectOwnership.BUCKET_OWNER_ENFORCED")
    _encrypt_bucket(raising, raising.take("BucketEncryption"))
    versions = raising.take("VersioningConfiguration")
    if versions is not None:
        raising.fields["versioned"] = versions["Status"] == "Enabled"
    cycle = raising.take("LifecycleConfiguration")
    if cycle is not None:
        raising.fields["lifecycleRules"] = [_lifecycle(rule) for rule in cycle["Rules"]]
    raising.removal()


def _encrypt_bucket(raising: Raising, said: Any) -> None:
    if said is None:
        return
    (rule,) = said["ServerSideEncryptionConfiguration"]
    default = rule["ServerSideEncryptionByDefault"]
    if default["SSEAlgorithm"] == "AES256":
        raising.fields["encryption"] = Name("aws_s3", "BucketEncryption.S3_MANAGED")
        return
    raising.fields["encryption"] = Name("aws_s3", "BucketEncryption.KMS")
    raising.fields["encryptionKey"] = raising.built(default["KMSMasterKeyID"], _KEY)
    raising.fields["bucketKeyEnabled"] = rule.get("BucketKeyEnabled", False)


_CLASSES = {"GLACIER_IR": "StorageClass.GLACIER_INSTANT_RETRIEVAL"}
_RULE = {"Id", "Status", "AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration", "Transitions"} | {
    "ExpirationInDays",
    "Prefix",
}


def _lifecycle(rule: Any) -> Expression:
    if isinstance(rule, Tagged) or set(rule) - _RULE or rule["Status"] != "Enabled":
        raise GaveUpError
    found: dict[str, Expression] = {"id": rule["Id"], "enabled": True}
    if "Prefix" in rule:
        found["prefix"] = rule["Prefix"]
    if "AbortIncompleteMultipartUpload" in rule:
        days = rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]
        found["abortIncompleteMultipartUploadAfter"] = span(days, "days")
    if "NoncurrentVersionExpiration" in rule:
        found["noncurrentVersionExpiration"] = span(rule["NoncurrentVersionExpiration"]["NoncurrentDays"], "days")
    if "Transitions" in rule:
        found["transitions"] = [_transition(one) for one in rule["Transitions"]]
    if "ExpirationInDays" in rule:
        found["expiration"] = span(rule["ExpirationInDays"], "days")
    return struct("aws_s3.LifecycleRule", **found)


def _transition(said: Any) -> Expression:
    kind = _CLASSES.get(said["StorageClass"])
    if kind is None or set(said) != {"StorageClass", "TransitionInDays"}:
        raise GaveUpError
    after = span(said["TransitionInDays"], "days")
    return struct("aws_s3.Transition", storageClass=Name("aws_s3", kind), transitionAfter=after)


LEVELS: dict[str, Level] = {
    "AWS::DynamoDB::Table": (
        Name("aws_dynamodb", "Table"),
        _table,
        {"": "tableName", "Arn": "tableArn", "StreamArn": "tableStreamArn"},
    ),
    "AWS::S3::Bucket": (
        Name("aws_s3", "Bucket"),
        _bucket,
        {
            "": "bucketName",
            "Arn": "bucketArn",
            "DomainName": "bucketDomainName",
            "RegionalDomainName": "bucketRegionalDomainName",
        },
    ),
}
