"""Relational and document databases, caches: inside a network, encrypted, with credentials nobody types."""

from __future__ import annotations

import math

from tools.blueprint.plan.access.services import is_pooled
from tools.blueprint.plan.model import Waived
from tools.blueprint.plan.values import Ref
from tools.blueprint.plan.waivers import OWN_KEY_OF_SERVICE
from tools.blueprint.targets.cloudformation.emitter import Node
from tools.blueprint.targets.cloudformation.references import DATABASE_NAME, NOTHING, choose, get, ref, sub, subnets_of
from tools.blueprint.targets.cloudformation.roles import print_roles_of
from tools.blueprint.targets.cloudformation.template import NOWHERE, Properties, Template, text
from tools.design.components import Cache, Container, Database, Network, TimeSeries

OWNER = "owner"
"""Name of the user that owns a database."""

_ENGINES = {"postgres": ("aurora-postgresql", 5432, "POSTGRESQL"), "mysql": ("aurora-mysql", 3306, "MYSQL")}
_LOGS = {"postgres": ["postgresql"], "mysql": ["audit", "error", "slowquery"]}
_DOCUMENT_PORT = 27017
_MONITORING_S = 60


def print_database(template: Template, database: Database) -> None:
    """A cluster, its instances, the pool before it."""
    _print_place(template, database)
    if database.engine == "document":
        _print_document(template, database)
        return
    print_roles_of(template, database.name, "monitor")
    secret = _print_secret(template, database) if database.replicas else None
    _print_cluster(template, database, secret)
    _print_instances(template, database)
    if is_pooled(database):
        print_roles_of(template, database.name, "serve")
        _print_pool(template, database)


def _port(database: Database) -> int:
    return _DOCUMENT_PORT if database.engine == "document" else _ENGINES[database.engine][1]


def _print_place(template: Template, database: Database) -> None:
    identity, network = template.id(database), database.network or ""
    subnets: Properties = {
        "DBSubnetGroupDescription": f"Private subnets of {network}",
        "SubnetIds": list(subnets_of(template.plan, network)),
    }
    kind = "AWS::DocDB::DBSubnetGroup" if database.engine == "document" else "AWS::RDS::DBSubnetGroup"
    template.add(f"{identity}Subnets", kind, subnets)
    print_entrance(template, identity, f"Database {database.name}", network, _port(database))


def print_entrance(template: Template, identity: str, words: str, network: str, port: int) -> None:
    """A security group that lets in the functions and tasks of a network, at one port."""
    callers = [get(template.id(network, "AccessSecurityGroup"), "GroupId")]
    tasks = (c for c in template.graph.all(Container) if c.network == network and c.platform == "managed")
    callers += [get(template.id(container, "SecurityGroup"), "GroupId") for container in tasks]
    entering: list[Node] = [
        {
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            "SourceSecurityGroupId": caller,
            "Description": "Code in the network",
        }
        for caller in callers
    ]
    properties: Properties = {
        "GroupDescription": words,
        "VpcId": ref(template.id(network)),
        "SecurityGroupIngress": entering,
        "SecurityGroupEgress": [NOWHERE],
    }
    template.add(f"{identity}SecurityGroup", "AWS::EC2::SecurityGroup", properties)


def _print_secret(template: Template, database: Database) -> str:
    """The owner's password of a database that spans regions, copied to each: the service cannot manage one there."""
    identity, primary = template.id(database), template.primary()
    properties: Properties = {
        "Name": sub(f"${{AWS::StackName}}-{database.name}-owner"),
        "GenerateSecretString": _random_owner(),
        "ReplicaRegions": [{"Region": region} for region in database.replicas],
    }
    waived = (Waived("CKV_AWS_149", "Copied to other regions, where a key of this one cannot be used."),)
    kind = "AWS::SecretsManager::Secret"
    return template.add(f"{identity}Credential", kind, properties, keep=True, condition=primary, waived=waived)


def _random_owner() -> Node:
    return {
        "SecretStringTemplate": f'{{"username": "{OWNER}"}}',
        "GenerateStringKey": "password",
        "PasswordLength": 40,
        "ExcludePunctuation": True,
    }


def _print_cluster(template: Template, database: Database, secret: str | None) -> None:
    identity = template.id(database)
    engine, port, _ = _ENGINES[database.engine]
    properties: Properties = {
        "Engine": engine,
        "Port": port,
        "DatabaseName": DATABASE_NAME,
        **_owner(template, secret),
        "DBSubnetGroupName": ref(f"{identity}Subnets"),
        "VpcSecurityGroupIds": [get(f"{identity}SecurityGroup", "GroupId")],
        "ServerlessV2ScalingConfiguration": _capacity(database),
        "StorageEncrypted": True,
        "EnableIAMDatabaseAuthentication": True,
        "EnableHttpEndpoint": True,
        "EnableCloudwatchLogsExports": list(_LOGS[database.engine]),
        "BackupRetentionPeriod": min(database.backup_days, 35),
        "CopyTagsToSnapshot": True,
        "DeletionProtection": database.deletion_protection,
    }
    if database.key is not None:
        properties["KmsKeyId"] = template.value(Ref(database.key))
    if secret is not None:
        primary = template.primary()
        name = sub(f"${{AWS::StackName}}-{database.name}")
        properties["GlobalClusterIdentifier"] = choose(primary, NOTHING, name)
        for field in ("DatabaseName", "MasterUsername", "MasterUserPassword"):
            properties[field] = choose(primary, properties[field], NOTHING)
        world: Properties = {"GlobalClusterIdentifier": name, "SourceDBClusterIdentifier": ref(identity)}
        template.add(f"{identity}World", "AWS::RDS::GlobalCluster", world, condition=primary, keep=True)
    template.add(identity, "AWS::RDS::DBCluster", properties, keep=True)


def _owner(template: Template, secret: str | None) -> Properties:
    if secret is None:
        return {"MasterUsername": OWNER, "ManageMasterUserPassword": True}
    password = sub(f"{{{{resolve:secretsmanager:${{{secret}}}:SecretString:password}}}}")
    return {"MasterUsername": OWNER, "MasterUserPassword": password}


def _capacity(database: Database) -> Node:
    """Units in steps of a half."""
    least, most = math.floor(database.min_capacity * 2) / 2, math.ceil(database.max_capacity * 2) / 2
    return {"MinCapacity": least, "MaxCapacity": max(most, least, 1.0)}


def _print_instances(template: Template, database: Database) -> None:
    identity = template.id(database)
    inherited = "The cluster decides it for its instances."
    waived = (
        Waived("CKV_AWS_157", "The cluster spans zones; an instance of it has no standby of its own."),
        Waived("CKV_AWS_161", inherited),
        Waived("CKV_AWS_16", inherited),
    )
    for number in range(1, database.readers + 2):
        properties: Properties = {
            "DBClusterIdentifier": ref(identity),
            "DBInstanceClass": "db.serverless",
            "Engine": _ENGINES[database.engine][0],
            "PubliclyAccessible": False,
            "AutoMinorVersionUpgrade": True,
            "EnablePerformanceInsights": True,
            "MonitoringInterval": _MONITORING_S,
            "MonitoringRoleArn": get(f"{identity}MonitorRole"),
        }
        template.add(f"{identity}Instance{number}", "AWS::RDS::DBInstance", properties, keep=True, waived=waived)


def _print_pool(template: Template, database: Database) -> None:
    identity = template.id(database)
    auth: Node = {
        "AuthScheme": "SECRETS",
        "IAMAuth": "REQUIRED",
        "SecretArn": template.value(Ref(database.name, "secret")),
    }
    properties: Properties = {
        "DBProxyName": sub(f"${{AWS::StackName}}-{database.name}"),
        "EngineFamily": _ENGINES[database.engine][2],
        "Auth": [auth],
        "RequireTLS": True,
        "RoleArn": get(f"{identity}ProxyRole"),
        "VpcSecurityGroupIds": [get(f"{identity}SecurityGroup", "GroupId")],
        "VpcSubnetIds": list(subnets_of(template.plan, database.network or "")),
    }
    template.add(f"{identity}Proxy", "AWS::RDS::DBProxy", properties)
    targets: Properties = {
        "DBProxyName": ref(f"{identity}Proxy"),
        "TargetGroupName": "default",
        "DBClusterIdentifiers": [ref(identity)],
        "ConnectionPoolConfigurationInfo": {"MaxConnectionsPercent": 90, "ConnectionBorrowTimeout": 30},
    }
    instances = [f"{identity}Instance{number}" for number in range(1, database.readers + 2)]
    template.add(f"{identity}ProxyTargets", "AWS::RDS::DBProxyTargetGroup", targets, after=instances)
    inside: Properties = {
        "GroupId": get(f"{identity}SecurityGroup", "GroupId"),
        "SourceSecurityGroupId": get(f"{identity}SecurityGroup", "GroupId"),
        "IpProtocol": "tcp",
        "FromPort": _port(database),
        "ToPort": _port(database),
        "Description": "From the pool to the database",
    }
    template.add(f"{identity}PoolEntrance", "AWS::EC2::SecurityGroupIngress", inside)
    out = {key: value for key, value in inside.items() if key != "SourceSecurityGroupId"}
    out["DestinationSecurityGroupId"] = get(f"{identity}SecurityGroup", "GroupId")
    template.add(f"{identity}PoolExit", "AWS::EC2::SecurityGroupEgress", out)


def _print_document(template: Template, database: Database) -> None:
    identity = template.id(database)
    owner: Properties = {"GenerateSecretString": _random_owner()}
    if database.key is not None:
        owner["KmsKeyId"] = template.value(Ref(database.key))
    kind = "AWS::SecretsManager::Secret"
    waived = () if database.key else (Waived("CKV_AWS_149", OWN_KEY_OF_SERVICE),)
    secret = template.add(f"{identity}Credential", kind, owner, keep=True, waived=waived)
    settings: Properties = {
        "Description": text(f"Settings of {database.name}"),
        "Family": "docdb5.0",
        "Parameters": {"tls": "enabled", "audit_logs": "enabled"},
    }
    template.add(f"{identity}Settings", "AWS::DocDB::DBClusterParameterGroup", settings)
    properties: Properties = {
        "EngineVersion": "5.0.0",
        **_owner(template, secret),
        "DBClusterParameterGroupName": ref(f"{identity}Settings"),
        "DBSubnetGroupName": ref(f"{identity}Subnets"),
        "VpcSecurityGroupIds": [get(f"{identity}SecurityGroup", "GroupId")],
        "ServerlessV2ScalingConfiguration": _capacity(database),
        "StorageEncrypted": True,
        "EnableCloudwatchLogsExports": ["audit", "profiler"],
        "BackupRetentionPeriod": max(7, min(database.backup_days, 35)),
        "CopyTagsToSnapshot": True,
        "DeletionProtection": database.deletion_protection,
    }
    if database.key is not None:
        properties["KmsKeyId"] = template.value(Ref(database.key))
    template.add(identity, "AWS::DocDB::DBCluster", properties, keep=True)
    for number in range(1, database.readers + 2):
        instance: Properties = {"DBClusterIdentifier": ref(identity), "DBInstanceClass": "db.serverless"}
        ignored: Properties = {"cfn-lint": {"config": {"ignore_checks": ["E3620"]}}}
        # The linter's list of instance classes is older than the serverless one.
        template.add(f"{identity}Instance{number}", "AWS::DocDB::DBInstance", instance, metadata=ignored)


def print_cache(template: Template, cache: Cache) -> None:
    """A cache that scales by itself, entered with the caller's own role instead of a password."""
    identity, network = template.id(cache), cache.network or ""
    user_id = cache.name[:40].rstrip("-")
    user: Properties = {
        "Engine": cache.engine,
        "UserId": user_id,
        "UserName": user_id,
        "AccessString": "on ~* +@all -@admin -@dangerous",
        "AuthenticationMode": {"Type": "iam"},
    }
    template.add(f"{identity}User", "AWS::ElastiCache::User", user)
    members: list[Node] = [ref(f"{identity}User")]
    if cache.engine == "redis":
        nobody: Properties = {
            "Engine": "redis",
            "UserId": f"{user_id[:32]}-default",
            "UserName": "default",
            "AccessString": "off ~* -@all",
            "AuthenticationMode": {"Type": "no-password-required"},
        }
        members.append(ref(template.add(f"{identity}Nobody", "AWS::ElastiCache::User", nobody)))
    group: Properties = {"Engine": cache.engine, "UserGroupId": f"{user_id[:32]}-users", "UserIds": members}
    template.add(f"{identity}Users", "AWS::ElastiCache::UserGroup", group)
    print_entrance(template, identity, f"Cache {cache.name}", network, 6379)
    properties: Properties = {
        "ServerlessCacheName": sub(f"${{AWS::StackName}}-{cache.name}"),
        "Engine": cache.engine,
        "MajorEngineVersion": "8" if cache.engine == "valkey" else "7",
        "SecurityGroupIds": [get(f"{identity}SecurityGroup", "GroupId")],
        "SubnetIds": list(subnets_of(template.plan, network))[:3],
        "UserGroupId": ref(f"{identity}Users"),
        "CacheUsageLimits": {"DataStorage": {"Maximum": max(1, math.ceil(cache.memory_gb)), "Unit": "GB"}},
        "SnapshotRetentionLimit": 1,
    }
    if cache.key is not None:
        properties["KmsKeyId"] = template.value(Ref(cache.key))
    template.add(identity, "AWS::ElastiCache::ServerlessCache", properties)


def print_timeseries(template: Template, series: TimeSeries) -> None:
    """A database of measurements in the network, whose credential the service keeps."""
    identity, network = template.id(series), template.graph.all(Network)[0].name
    waived = () if series.key else (Waived("CKV_AWS_149", OWN_KEY_OF_SERVICE),)
    owner: Properties = {"GenerateSecretString": _random_owner()}
    if series.key is not None:
        owner["KmsKeyId"] = template.value(Ref(series.key))
    kind = "AWS::SecretsManager::Secret"
    secret = template.add(f"{identity}Credential", kind, owner, keep=True, waived=waived)
    print_entrance(template, identity, f"Time series {series.name}", network, INFLUX_PORT)
    properties: Properties = {
        "Name": f"{series.name[:30].rstrip('-')}",
        "DbInstanceType": "db.influx.medium",
        "DbStorageType": "InfluxIOIncludedT1",
        "AllocatedStorage": template.plan.series[series.name],
        "DeploymentType": "SINGLE_AZ",
        "Organization": template.plan.design.name,
        "Bucket": series.name,
        "Username": OWNER,
        "Password": sub(f"{{{{resolve:secretsmanager:${{{secret}}}:SecretString:password}}}}"),
        "PubliclyAccessible": False,
        "VpcSecurityGroupIds": [get(f"{identity}SecurityGroup", "GroupId")],
        "VpcSubnetIds": list(subnets_of(template.plan, network))[:2],
    }
    template.add(identity, "AWS::Timestream::InfluxDBInstance", properties, keep=True)


INFLUX_PORT = 8086
