"""One word for each kind of resource, whatever a provider calls it, and for what others ask of it.

Each line: our word, CloudFormation's types, the types of Terraform's provider, and what a resource is known by (what
`Ref` and `id` give).
"""

from __future__ import annotations

import re
from functools import cache

_KINDS = """
api                   AWS::ApiGatewayV2::Api,AWS::ApiGateway::RestApi aws_apigatewayv2_api,aws_api_gateway_rest_api id
api-account           AWS::ApiGateway::Account aws_api_gateway_account id
api-authorizer        AWS::ApiGatewayV2::Authorizer aws_apigatewayv2_authorizer id
api-deployment        AWS::ApiGateway::Deployment aws_api_gateway_deployment id
api-domain            AWS::ApiGatewayV2::DomainName,AWS::ApiGateway::DomainName aws_apigatewayv2_domain_name,aws_api_gateway_domain_name name
api-domain-mapping    AWS::ApiGatewayV2::ApiMapping,AWS::ApiGateway::BasePathMapping aws_apigatewayv2_api_mapping,aws_api_gateway_base_path_mapping id
api-integration       AWS::ApiGatewayV2::Integration aws_apigatewayv2_integration id
api-key               AWS::ApiGateway::ApiKey aws_api_gateway_api_key id
api-link              AWS::ApiGatewayV2::VpcLink aws_apigatewayv2_vpc_link id
api-method-settings   - aws_api_gateway_method_settings id
api-plan              AWS::ApiGateway::UsagePlan aws_api_gateway_usage_plan id
api-plan-key          AWS::ApiGateway::UsagePlanKey aws_api_gateway_usage_plan_key id
api-route             AWS::ApiGatewayV2::Route aws_apigatewayv2_route id
api-stage             AWS::ApiGatewayV2::Stage,AWS::ApiGateway::Stage aws_apigatewayv2_stage,aws_api_gateway_stage name
alarm                 AWS::CloudWatch::Alarm aws_cloudwatch_metric_alarm name
archive               AWS::Events::Archive aws_cloudwatch_event_archive name
bucket                AWS::S3::Bucket aws_s3_bucket name
bucket-access         - aws_s3_bucket_public_access_block name
bucket-copies         - aws_s3_bucket_replication_configuration name
bucket-encryption     - aws_s3_bucket_server_side_encryption_configuration name
bucket-lifecycle      - aws_s3_bucket_lifecycle_configuration name
bucket-lock           - aws_s3_bucket_object_lock_configuration name
bucket-logging        - aws_s3_bucket_logging name
bucket-notices        - aws_s3_bucket_notification name
bucket-owner          - aws_s3_bucket_ownership_controls name
bucket-policy         AWS::S3::BucketPolicy aws_s3_bucket_policy name
bucket-versions       - aws_s3_bucket_versioning name
bus                   AWS::Events::EventBus aws_cloudwatch_event_bus name
cache                 AWS::ElastiCache::ServerlessCache aws_elasticache_serverless_cache name
cache-user            AWS::ElastiCache::User aws_elasticache_user id
cache-users           AWS::ElastiCache::UserGroup aws_elasticache_user_group id
catalog               AWS::Glue::Database aws_glue_catalog_database name
catalog-table         AWS::Glue::Table aws_glue_catalog_table name
cluster               AWS::ECS::Cluster aws_ecs_cluster name
connection            AWS::Events::Connection aws_cloudwatch_event_connection name
crawler               AWS::Glue::Crawler aws_glue_crawler name
database              AWS::RDS::DBCluster,AWS::DocDB::DBCluster aws_rds_cluster,aws_docdb_cluster id
database-global       AWS::RDS::GlobalCluster aws_rds_global_cluster id
database-instance     AWS::RDS::DBInstance,AWS::DocDB::DBInstance aws_rds_cluster_instance,aws_docdb_cluster_instance id
database-parameters   AWS::DocDB::DBClusterParameterGroup aws_docdb_cluster_parameter_group name
database-pool         AWS::RDS::DBProxy aws_db_proxy name
database-pool-target  - aws_db_proxy_target id
database-pool-targets AWS::RDS::DBProxyTargetGroup aws_db_proxy_default_target_group name
database-subnets      AWS::RDS::DBSubnetGroup,AWS::DocDB::DBSubnetGroup aws_db_subnet_group,aws_docdb_subnet_group name
delivery-stream       AWS::KinesisFirehose::DeliveryStream aws_kinesis_firehose_delivery_stream name
destination           AWS::Events::ApiDestination aws_cloudwatch_event_api_destination name
device-policy         AWS::IoT::Policy aws_iot_policy name
device-rule           AWS::IoT::TopicRule aws_iot_topic_rule name
distribution          AWS::CloudFront::Distribution aws_cloudfront_distribution id
distribution-access   AWS::CloudFront::OriginAccessControl aws_cloudfront_origin_access_control id
distribution-headers  AWS::CloudFront::ResponseHeadersPolicy aws_cloudfront_response_headers_policy id
endpoint              AWS::EC2::VPCEndpoint aws_vpc_endpoint id
firewall              AWS::WAFv2::WebACL aws_wafv2_web_acl arn
firewall-association  AWS::WAFv2::WebACLAssociation aws_wafv2_web_acl_association id
firewall-logging      AWS::WAFv2::LoggingConfiguration aws_wafv2_web_acl_logging_configuration id
flow-log              AWS::EC2::FlowLog aws_flow_log id
function              AWS::Lambda::Function aws_lambda_function name
function-alias        AWS::Lambda::Alias aws_lambda_alias arn
function-permit       AWS::Lambda::Permission aws_lambda_permission id
function-reserve      - aws_lambda_provisioned_concurrency_config id
function-retries      AWS::Lambda::EventInvokeConfig aws_lambda_function_event_invoke_config id
function-version      AWS::Lambda::Version - arn
gateway               AWS::EC2::InternetGateway aws_internet_gateway id
gateway-attachment    AWS::EC2::VPCGatewayAttachment - id
graph                 AWS::AppSync::GraphQLApi aws_appsync_graphql_api id
graph-domain          AWS::AppSync::DomainName aws_appsync_domain_name name
graph-domain-mapping  AWS::AppSync::DomainNameApiAssociation aws_appsync_domain_name_api_association id
graph-key             AWS::AppSync::ApiKey aws_appsync_api_key id
graph-resolver        AWS::AppSync::Resolver aws_appsync_resolver id
graph-schema          AWS::AppSync::GraphQLSchema - id
graph-source          AWS::AppSync::DataSource aws_appsync_datasource name
health-check          AWS::Route53::HealthCheck aws_route53_health_check id
internet-address      AWS::EC2::EIP aws_eip id
job                   AWS::Glue::Job aws_glue_job name
key                   AWS::KMS::Key aws_kms_key id
key-alias             AWS::KMS::Alias aws_kms_alias name
kafka                 AWS::MSK::ServerlessCluster aws_msk_serverless_cluster arn
layer                 AWS::Lambda::LayerVersion aws_lambda_layer_version arn
listener              AWS::ElasticLoadBalancingV2::Listener aws_lb_listener arn
load-balancer         AWS::ElasticLoadBalancingV2::LoadBalancer aws_lb arn
log-group             AWS::Logs::LogGroup aws_cloudwatch_log_group name
log-stream            AWS::Logs::LogStream aws_cloudwatch_log_stream name
mail-identity         AWS::SES::EmailIdentity aws_sesv2_email_identity name
mail-feedback         - aws_sesv2_email_identity_feedback_attributes name
mail-rule             AWS::SES::ReceiptRule aws_ses_receipt_rule name
mail-rules            AWS::SES::ReceiptRuleSet aws_ses_receipt_rule_set name
mail-settings         AWS::SES::ConfigurationSet aws_sesv2_configuration_set name
mapping               AWS::Lambda::EventSourceMapping aws_lambda_event_source_mapping id
nat                   AWS::EC2::NatGateway aws_nat_gateway id
network               AWS::EC2::VPC aws_vpc id
network-closed        - aws_default_security_group id
object                AWS::S3::Object - id
parameter             AWS::SSM::Parameter aws_ssm_parameter name
pipe                  AWS::Pipes::Pipe aws_pipes_pipe name
queue                 AWS::SQS::Queue aws_sqs_queue url
queue-policy          AWS::SQS::QueuePolicy aws_sqs_queue_policy id
record                AWS::Route53::RecordSet aws_route53_record name
recorder              AWS::Config::ConfigurationRecorder aws_config_configuration_recorder name
recorder-delivery     AWS::Config::DeliveryChannel aws_config_delivery_channel name
recorder-status       - aws_config_configuration_recorder_status name
repository            AWS::ECR::Repository aws_ecr_repository name
repository-lifecycle  - aws_ecr_lifecycle_policy name
role                  AWS::IAM::Role aws_iam_role name
role-policy           AWS::IAM::RolePolicy aws_iam_role_policy name
route                 AWS::EC2::Route aws_route id
route-table           AWS::EC2::RouteTable aws_route_table id
route-table-member    AWS::EC2::SubnetRouteTableAssociation aws_route_table_association id
rule                  AWS::Events::Rule aws_cloudwatch_event_rule name
rule-target           - aws_cloudwatch_event_target id
scaling               AWS::ApplicationAutoScaling::ScalingPolicy aws_appautoscaling_policy arn
scaling-target        AWS::ApplicationAutoScaling::ScalableTarget aws_appautoscaling_target id
search                AWS::OpenSearchServerless::Collection aws_opensearchserverless_collection id
search-access         AWS::OpenSearchServerless::AccessPolicy aws_opensearchserverless_access_policy name
search-security       AWS::OpenSearchServerless::SecurityPolicy aws_opensearchserverless_security_policy name
secret                AWS::SecretsManager::Secret aws_secretsmanager_secret arn
secret-rotation       AWS::SecretsManager::RotationSchedule aws_secretsmanager_secret_rotation arn
secret-version        - aws_secretsmanager_secret_version arn
security-group        AWS::EC2::SecurityGroup aws_security_group id
security-entrance     AWS::EC2::SecurityGroupIngress aws_vpc_security_group_ingress_rule id
security-exit         AWS::EC2::SecurityGroupEgress aws_vpc_security_group_egress_rule id
series                AWS::Timestream::InfluxDBInstance aws_timestreaminfluxdb_db_instance id
service               AWS::ECS::Service aws_ecs_service arn
stream                AWS::Kinesis::Stream aws_kinesis_stream name
subnet                AWS::EC2::Subnet aws_subnet id
subscription          AWS::SNS::Subscription aws_sns_topic_subscription arn
table                 AWS::DynamoDB::Table,AWS::DynamoDB::GlobalTable aws_dynamodb_table name
target-group          AWS::ElasticLoadBalancingV2::TargetGroup aws_lb_target_group arn
target-group-member   - aws_lb_target_group_attachment id
task                  AWS::ECS::TaskDefinition aws_ecs_task_definition arn
timer                 AWS::Scheduler::Schedule aws_scheduler_schedule name
timer-group           AWS::Scheduler::ScheduleGroup aws_scheduler_schedule_group name
topic                 AWS::SNS::Topic aws_sns_topic arn
topic-policy          AWS::SNS::TopicPolicy aws_sns_topic_policy id
trail                 AWS::CloudTrail::Trail aws_cloudtrail name
transcoder            AWS::MediaConvert::Queue aws_media_convert_queue name
transfer              AWS::Transfer::Server aws_transfer_server id
transfer-key          - aws_transfer_ssh_key id
transfer-user         AWS::Transfer::User aws_transfer_user arn
user-group            AWS::Cognito::UserPoolGroup aws_cognito_user_group name
user-pool             AWS::Cognito::UserPool aws_cognito_user_pool id
user-pool-client      AWS::Cognito::UserPoolClient aws_cognito_user_pool_client id
warehouse             AWS::RedshiftServerless::Workgroup aws_redshiftserverless_workgroup name
warehouse-namespace   AWS::RedshiftServerless::Namespace aws_redshiftserverless_namespace name
workflow              AWS::StepFunctions::StateMachine aws_sfn_state_machine arn
workgroup             AWS::Athena::WorkGroup aws_athena_workgroup name
"""

_ROWS = tuple(line.split() for line in _KINDS.strip().splitlines())

KINDS = {each: row[0] for row in _ROWS for column in row[1:3] for each in column.split(",") if each != "-"}
"""Our word for every type of either provider."""

KNOWN_BY = {row[0]: row[3] for row in _ROWS}
"""What `Ref` and `id` give."""

_ATTRIBUTES = {
    "queue_name": "name",
    "topic_name": "name",
    "function_name": "name",
    "table_name": "name",
    "bucket": "name",
    "api_id": "id",
    "group_id": "id",
    "key_id": "id",
    "server_id": "id",
    "user_id": "id",
    "user_group_id": "id",
    "workgroup_name": "name",
    "namespace_name": "name",
    "configuration_set_name": "name",
    "stage_name": "name",
    "db_cluster_arn": "arn",
    "db_proxy_arn": "arn",
    "workgroup_arn": "arn",
    "workgroup_workgroup_arn": "arn",
    "regional_domain_name": "domain",
    "bucket_regional_domain_name": "domain",
    "dns_name": "domain",
    "domain_name": "domain",
    "repository_uri": "url",
    "repository_url": "url",
    "load_balancer_full_name": "arn_suffix",
    "endpoint_address": "host",
    "endpoint": "host",
    "cluster_identifier": "id",
    "db_cluster_resource_id": "cluster_resource_id",
    "master_user_secret_secret_arn": "secret",
    "reader_endpoint": "reader",
    "read_endpoint_address": "reader",
    "endpoint_port": "port",
    "cloudfront_domain_name": "domain",
    "distribution_domain_name": "domain",
    "uris_graphql": "url",
    "graph_ql_url": "url",
    "domain_name_configuration_target_domain_name": "domain",
    "domain_name_configuration_hosted_zone_id": "zone",
    "regional_hosted_zone_id": "zone",
}


_OWN_ATTRIBUTES = {
    ("api-domain", "domain_name"): "name",
    ("mail-rules", "rule_set_name"): "name",
    ("graph", ""): "arn",
}


@cache
def attribute_of(kind: str, word: str) -> str:
    """Our word for an attribute of a kind; without one, what it is known by."""
    found = "_".join(tokens(re.sub(r"\[\d+\]", "", word)))
    if (kind, found) in _OWN_ATTRIBUTES:
        return _OWN_ATTRIBUTES[kind, found]
    if found in ("", "id", "ref"):
        return KNOWN_BY.get(kind, "id")
    return _ATTRIBUTES.get(found, found)


_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@cache
def tokens(word: str) -> tuple[str, ...]:
    """The words of a name, in lower case, however it is written."""
    return tuple(found.lower() for found in _TOKEN.findall(word))


_PHRASES = re.compile(
    r"\b(?:user-pool|search-index|query-engine|load-balancer|delivery-stream|static-site|file-gateway|device-gateway|"
    r"dns-failover|audit-trail|security-group|workflow-engine|internet-gateway|event-invoke-config)\b"
)
_UNSAID = frozenset(
    """
    access account alarm alias api archive bucket bus cache cdn client cluster container crawler database definition
    deployment distribution domain endpoint etl external failover firewall flow flows function group job key layer link logs
    logging mail mapping model network parameter partner permission pipe plan policy pool proxy queue role route routes
    rule scaling schedule schema secret series service settings site stage status stream subnet subnets subscription
    table target task timeseries to on topic transcoder version warehouse workflow association acl web allow source
    """.split()
)
"""Words that say what something is: every language adds others of them to a name."""

_KIND_WORDS = {
    "api-account": "logging this api",
    "api-domain": "name",
    "api-key": "credential plan",
    "api-plan": "usage plan",
    "catalog": "catalog",
    "catalog-table": "columns",
    "cluster": "main",
    "connection": "connection",
    "database-global": "world",
    "database-instance": "instance",
    "distribution-headers": "headers",
    "gateway": "internet",
    "graph-resolver": "graph resolver",
    "health-check": "health",
    "listener": "listener",
    "log-stream": "writing",
    "recorder": "recorder",
    "recorder-delivery": "channel",
    "repository": "repository",
    "scaling-target": "scalable",
    "security-group": "security",
    "warehouse-namespace": "namespace",
    "api-authorizer": "authorizer",
    "cache-users": "users",
    "cache-user": "user",
    "mail-rules": "rules",
    "subnet": "subnet",
    "transfer-user": "user",
    "transfer-key": "user",
}
"""Words that say what one kind is."""

_SAME = {"cluster": "main", "api-logging": "this", "shared-modules": "shared-nodejs", "shared-code": "shared-python"}


@cache
def bare_name(label: str, kind: str = "") -> str:
    """A name without the words for what it is; its first word where nothing else is left."""
    words = "-".join(tokens(label))
    if words in _SAME:
        return _SAME[words]
    own = {*_UNSAID, *_KIND_WORDS.get(kind, "").split()}
    left = [word for word in _PHRASES.sub("", words).split("-") if word and word not in own]
    if any(not word.isdigit() for word in left):
        return "-".join(left)
    return _numbered(words, frozenset(_KIND_WORDS.get(kind, "").split())) if left else words.split("-")[0]


def _numbered(words: str, own: frozenset[str]) -> str:
    """Names of words for what something is and numbers: the first words of each side, and all numbers."""
    sides: list[str] = []
    for side in re.split(r"-(?:to|on)-", words):
        first, _, rest = side.partition(next((word for word in side.split("-") if word.isdigit()), "-"))
        number = side[len(first) : len(side) - len(rest)]
        kept = [word for word in first.split("-") if word and word not in own]
        sides.append("-".join([*kept, number, *(word for word in rest.split("-") if word.isdigit())]))
    return "-to-".join(sides)
