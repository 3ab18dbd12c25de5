"""Settings under one word each, kind by kind, wherever two providers use different ones.

A line `a.b > c` takes a setting from one path to another; with nothing behind the sign it is dropped: what only says
how a provider does it, or a name that every language gives by its own rule.
"""

from __future__ import annotations

from functools import cache

from tools.blueprint.reading.neutral import Named, move
from tools.blueprint.reading.special import FROM_CLOUDFORMATION, FROM_TERRAFORM, placed

_TERRAFORM = """
alarm:
    alarm_name >
api:
    name >
    cors_configuration > cors
api-domain:
    domain_name_configuration > configuration
    regional_certificate_arn > configuration.certificate_arn
    certificate_arn > configuration.certificate_arn
    security_policy > configuration.security_policy
    endpoint_configuration.types > /configuration.endpoint_type
    endpoint_configuration >
    mutual_tls_authentication > client_certificates
api-domain-mapping:
    stage_name > stage
api-key:
    name >
api-link:
    name >
api-plan:
    name > title
    throttle_settings > throttle
    quota_settings > quota
api-stage:
    stage_name > name
    xray_tracing_enabled > tracing_enabled
archive:
    name >
    event_source_arn > source_arn
bucket:
    bucket >
    bucket_prefix >
    force_destroy >
bucket-encryption:
    rule > rules
bucket-lifecycle:
    rule.filter >
    rule > rules
bucket-owner:
    rule > rules
bucket-copies:
    rule > rules
bus:
    name >
cache:
    name >
cache-user:
    user_name > name
catalog:
    name >
catalog-table:
    storage_descriptor.ser_de_info > serde_info
    name > title
cluster:
    name >
    setting > settings
connection:
    name >
crawler:
    name >
database:
    cluster_identifier >
    final_snapshot_identifier >
    skip_final_snapshot >
    iam_database_authentication_enabled > enable_iam_database_authentication
    enabled_cloudwatch_logs_exports > enable_cloudwatch_logs_exports
    serverlessv2_scaling_configuration > serverless_v2_scaling_configuration
    apply_immediately >
database-instance:
    identifier >
    engine >
    cluster_identifier > cluster
    performance_insights_enabled > enable_performance_insights
database-parameters:
    name >
    parameter > parameters
database-pool:
    name >
database-subnets:
    name >
delivery-stream:
    opensearchserverless_configuration > search
    name >
    destination >
    extended_s3_configuration > s3
destination:
    name >
    invocation_rate_limit_per_second > most_per_second
device-policy:
    name >
device-rule:
    error_action.sqs.use_base64 >
    enabled >
    name >
distribution:
    origin > origins
    ordered_cache_behavior > cache_behaviors
    custom_error_response > custom_error_responses
    is_ipv6_enabled > ipv6_enabled
distribution-access:
    name >
distribution-headers:
    name >
    security_headers_config.content_type_options >
endpoint:
    tags >
firewall:
    name >
    rule > rules
    visibility_config.metric_name >
    rules.visibility_config.metric_name >
firewall-logging:
    redacted_fields > redacted
flow-log:
    iam_role_arn > role_arn
    log_destination > log_group
    log_destination_type >
function:
    function_name >
    filename >
    source_code_hash >
graph:
    name >
    openid_connect_config > open_id_connect_config
    log_config.cloudwatch_logs_role_arn > /log_config.role_arn
graph-resolver:
    type > type_name
    field > field_name
    data_source > data_source_name
health-check:
    port >
    tags >
internet-address:
    domain >
job:
    name >
    role_arn > role
    default_arguments > arguments
key:
    deletion_window_in_days > pending_window_in_days
    policy > key_policy
key-alias:
    name >
layer:
    layer_name >
    filename >
    source_code_hash >
    skip_destroy > keeps
listener:
    default_action > default_actions
load-balancer:
    name >
    load_balancer_type > type
log-group:
    name > title
log-stream:
    name > title
    log_group_name > log_group
mail-rules:
    rule_set_name >
mail-settings:
    configuration_set_name >
mapping:
    filter_criteria.filter > /filter_criteria.filters
    destination_config.on_failure.destination_arn > /destination_config.on_failure.destination
network:
    tags >
parameter:
    name >
pipe:
    target_parameters.eventbridge_event_bus_parameters > event_bridge_event_bus_parameters
    target_parameters.ecs_task_parameters.overrides.container_override > container_overrides
    name >
    name_prefix >
queue:
    name >
    visibility_timeout_seconds > visibility_timeout
    message_retention_seconds > message_retention_period
    receive_wait_time_seconds > receive_message_wait_time_seconds
kafka:
    cluster_name >
    client_authentication.sasl.iam.enabled > /iam
    vpc_config > place
record:
    failover_routing_policy.type > /failover
    failover_routing_policy >
    zone_id > hosted_zone_id
    alias.zone_id >
recorder:
    name >
recorder-delivery:
    snapshot_delivery_properties > delivery
    name >
repository:
    name >
role:
    name >
    name_prefix >
rule:
    name >
    name_prefix >
    event_bus_name > bus
rule-target:
    target_id >
    dead_letter_config.arn > /dead_letter
    dead_letter_config >
scaling:
    name > title
    policy_name > title
    resource_id >
    scalable_dimension >
    service_namespace >
    target_tracking_scaling_policy_configuration > tracking
    target_tracking_scaling_policy_configuration.predefined_metric_specification.resource_label > label
scaling-target:
    role_arn >
search:
    name > own_name
search-access:
    name >
search-security:
    name >
secret:
    name >
    name_prefix >
    recovery_window_in_days >
    replica > replicas
    force_overwrite_replica_secret >
secret-rotation:
    rotation_lambda_arn > function
    rotation_rules.automatically_after_days > /days
security-group:
    name >
    name_prefix >
    description > title
security-entrance:
    ip_protocol > protocol
    cidr_ipv4 > from
    referenced_security_group_id > from
security-exit:
    ip_protocol > protocol
    cidr_ipv4 > to
    referenced_security_group_id > to
series:
    name >
service:
    name >
    deployment_circuit_breaker > deployment.circuit_breaker
    deployment_maximum_percent > deployment.maximum_percent
    deployment_minimum_healthy_percent > deployment.minimum_healthy_percent
    load_balancer > load_balancers
stream:
    name >
    retention_period > retention_hours
    encryption_type > encryption.type
    kms_key_id > encryption.key
subnet:
    tags >
table:
    name >
target-group:
    name >
    name_prefix >
    health_check.path > /health_check_path
    health_check >
task:
    family >
timer:
    name >
    name_prefix >
timer-group:
    name >
topic:
    name >
trail:
    name >
    advanced_event_selector > advanced_event_selectors
    advanced_event_selectors.field_selector > field_selectors
transcoder:
    name >
target-group-member:
    target_id > id
transfer-key:
    server_id >
transfer:
    tags >
user-group:
    name > title
user-pool:
    name >
    password_policy > policies.password_policy
    account_recovery_setting.recovery_mechanism > /recovery
    account_recovery_setting >
user-pool-client:
    name >
warehouse:
    workgroup_name >
warehouse-namespace:
    namespace_name >
workflow:
    name >
    name_prefix >
    logging_configuration.log_destination > /logging_configuration.log_group
workgroup:
    name >
    configuration > configuration
api-deployment:
    triggers >
api-method-settings:
    rest_api_id >
database-global:
    force_destroy >
database-pool-target:
    target_group_name >
"""

_CLOUDFORMATION = """
api:
    name >
    fail_on_warnings >
    parameters >
api-domain:
    domain_name_configurations > configuration
    regional_certificate_arn > configuration.certificate_arn
    certificate_arn > configuration.certificate_arn
    security_policy > configuration.security_policy
    endpoint_configuration.types > /configuration.endpoint_type
    endpoint_configuration >
    mutual_tls_authentication > client_certificates
api-domain-mapping:
    rest_api_id > api_id
api-key:
    name >
    generate_distinct_id >
api-link:
    name >
api-plan:
    usage_plan_name > title
api-stage:
    stage_name > name
    access_log_setting > access_log_settings
    cache_cluster_enabled > cache_cluster_enabled
archive:
    archive_name >
bucket:
    bucket_name >
    public_access_block_configuration > public_access_block
    bucket_encryption.server_side_encryption_configuration > /encryption.rules
    bucket_encryption >
    encryption.rules.server_side_encryption_by_default > apply_server_side_encryption_by_default
    ownership_controls > ownership
    versioning_configuration > versioning.versioning_configuration
    lifecycle_configuration > lifecycle
    logging_configuration.destination_bucket_name > /logging.target_bucket
    logging_configuration.log_file_prefix > /logging.target_prefix
    logging_configuration >
    object_lock_configuration.rule > /lock.rule
    object_lock_configuration >
    replication_configuration > replication
bucket-policy:
    policy_document > policy
bus:
    name >
cache:
    serverless_cache_name >
cache-user:
    user_name > name
catalog:
    catalog_id >
    database_input.description > /description
    database_input >
catalog-table:
    catalog_id >
    table_input > *
    name > title
cluster:
    cluster_name >
    cluster_settings > settings
connection:
    auth_parameters.api_key_auth_parameters.api_key_name > /auth_parameters.api_key.key
    auth_parameters.api_key_auth_parameters.api_key_value > /auth_parameters.api_key.value
    auth_parameters.api_key_auth_parameters >
    name >
crawler:
    name >
    schedule.schedule_expression > /schedule
    targets.s3_targets > /s3_target
    targets >
database:
    db_cluster_identifier >
    vpc_security_group_ids > vpc_security_group_ids
database-instance:
    db_instance_identifier >
    db_cluster_identifier > cluster
    db_instance_class > instance_class
    engine >
database-parameters:
    name >
database-pool:
    db_proxy_name >
database-pool-targets:
    connection_pool_configuration_info > connection_pool_config
database-subnets:
    db_subnet_group_name >
    db_subnet_group_description > description
delivery-stream:
    amazon_open_search_serverless_destination_configuration > search
    search.buffering_hints.interval_in_seconds > /search.buffering_interval
    search.buffering_hints.size_in_m_bs > /search.buffering_size
    search.buffering_hints >
    search.retry_options.duration_in_seconds > /search.retry_duration
    search.retry_options >
    search.s3_configuration.buffering_hints.interval_in_seconds > /search.s3_configuration.buffering_interval
    search.s3_configuration.buffering_hints.size_in_m_bs > /search.s3_configuration.buffering_size
    search.s3_configuration.buffering_hints >
    delivery_stream_name >
    delivery_stream_type >
    extended_s3_destination_configuration > s3
    kinesis_stream_source_configuration > kinesis_source_configuration
    delivery_stream_encryption_configuration_input > server_side_encryption
destination:
    name >
    invocation_rate_limit_per_second > most_per_second
device-policy:
    policy_name >
    policy_document > policy
device-rule:
    enabled >
    rule_name >
    topic_rule_payload.sql > /sql
    topic_rule_payload.aws_iot_sql_version > /sql_version
    topic_rule_payload.error_action > /error_action
    topic_rule_payload.description > /description
    topic_rule_payload.actions > *
    topic_rule_payload.rule_disabled >
    topic_rule_payload > *
distribution-access:
    origin_access_control_config > *
    name >
distribution-headers:
    response_headers_policy_config > *
    name >
    security_headers_config.content_type_options >
firewall:
    name >
    visibility_config.cloudwatch_metrics_enabled > /visibility_config.cloudwatch_metrics_enabled
    visibility_config.metric_name >
    rules.visibility_config.cloudwatch_metrics_enabled > cloudwatch_metrics_enabled
    rules.visibility_config.metric_name >
firewall-logging:
    redacted_fields > redacted
flow-log:
    deliver_logs_permission_arn > role_arn
    log_group_name > log_group
    log_destination_type >
    resource_type >
    resource_id > vpc_id
function:
    code >
graph:
    name >
    log_config.cloudwatch_logs_role_arn > /log_config.role_arn
health-check:
    port >
    health_check_config > *
    fully_qualified_domain_name > fqdn
    health_check_tags >
internet-address:
    domain >
job:
    name >
    default_arguments > arguments
key-alias:
    alias_name >
layer:
    layer_name >
load-balancer:
    name >
    subnets > subnets
log-group:
    log_group_name > title
log-stream:
    log_stream_name > title
    log_group_name > log_group
mail-identity:
    configuration_set_attributes.configuration_set_name > /configuration_set_name
    configuration_set_attributes >
    feedback_attributes > feedback
    dkim_attributes >
mail-settings:
    name >
mapping:
    amazon_managed_kafka_event_source_config >
parameter:
    name >
pipe:
    name >
queue:
    queue_name >
queue-policy:
    queues > queue_url
    policy_document > policy
kafka:
    cluster_name >
    client_authentication.sasl.iam.enabled > /iam
    vpc_configs > place
    place.security_groups > security_group_ids
record:
    alias_target > alias
    alias.dns_name > name
    alias.hosted_zone_id >
recorder:
    name >
recorder-delivery:
    config_snapshot_delivery_properties > delivery
    name >
repository:
    repository_name >
    lifecycle_policy.lifecycle_policy_text > /lifecycle
    lifecycle_policy >
role:
    role_name >
    assume_role_policy_document > assume_role_policy
rule:
    name >
    event_bus_name > bus
scaling:
    policy_name > title
    scaling_target_id >
    target_tracking_scaling_policy_configuration > tracking
scaling-target:
    role_arn >
search:
    name > own_name
search-access:
    name >
search-security:
    name >
secret:
    name >
    replica_regions > replicas
    generate_secret_string > generated
secret-rotation:
    rotation_lambda_arn > function
    rotation_rules.automatically_after_days > /days
security-group:
    group_name >
    group_description > title
    security_group_ingress > entrances
    security_group_egress > exits
    entrances.ip_protocol > protocol
    entrances.cidr_ip > from
    entrances.source_security_group_id > from
    exits.ip_protocol > protocol
    exits.cidr_ip > to
    exits.destination_security_group_id > to
security-entrance:
    group_id > security_group_id
    ip_protocol > protocol
    cidr_ip > from
    source_security_group_id > from
security-exit:
    group_id > security_group_id
    ip_protocol > protocol
    cidr_ip > to
    destination_security_group_id > to
series:
    name >
service:
    service_name >
    deployment_configuration.deployment_circuit_breaker > /deployment.circuit_breaker
    deployment_configuration.maximum_percent > /deployment.maximum_percent
    deployment_configuration.minimum_healthy_percent > /deployment.minimum_healthy_percent
    deployment_configuration >
stream:
    name >
    retention_period_hours > retention_hours
    stream_encryption.encryption_type > /encryption.type
    stream_encryption.key_id > /encryption.key
    stream_encryption >
subnet:
    tags >
table:
    table_name >
topic:
    topic_name >
    display_name >
topic-policy:
    topics > arn
    policy_document > policy
task:
    family >
timer:
    name >
timer-group:
    name >
trail:
    trail_name >
    is_logging > enable_logging
transcoder:
    name >
transfer:
    tags >
transfer-user:
    ssh_public_keys > keys.body
user-group:
    group_name > title
user-pool:
    user_pool_name >
    account_recovery_setting.recovery_mechanisms > /recovery
    account_recovery_setting >
user-pool-client:
    client_name >
warehouse:
    workgroup_name >
warehouse-namespace:
    namespace_name >
workflow:
    state_machine_name >
    state_machine_type > type
    logging_configuration.destinations.cloudwatch_logs_log_group.log_group_arn > /logging_configuration.log_group
    logging_configuration.destinations >
workgroup:
    name >
    workgroup_configuration > configuration
    configuration.enforce_workgroup_configuration > /configuration.enforce_workgroup_configuration
    configuration.publish_cloudwatch_metrics_enabled > /configuration.publish_cloudwatch_metrics_enabled
role-policy:
    role_name > role
    policy_document > policy
graph-source:
    lambda_config.lambda_function_arn > function_arn
listener:
    certificates > *
"""


@cache
def _moves(table: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    kind = ""
    for line in filter(None, map(str.strip, table.splitlines())):
        if line.endswith(":"):
            kind = line[:-1]
        else:
            start, _, end = line.partition(" >")
            found.setdefault(kind, []).append((start.strip(), end.strip()))
    return found


def shape_all(found: list[Named], *, terraform: bool) -> list[Named]:
    """Every resource's settings under our words."""
    moves = _moves(_TERRAFORM if terraform else _CLOUDFORMATION)
    shapers = FROM_TERRAFORM if terraform else FROM_CLOUDFORMATION
    shaped: list[Named] = []
    for each in found:
        for start, end in moves.get(each.kind, ()):
            move(each.settings, start, end)
        kept = each.kind == "layer" and each.settings.get("keeps") == "true"
        placed(each.settings)
        if each.kind in shapers:
            shapers[each.kind](each.settings)
        shaped.append(each._replace(keeps=True) if kept else each)
    return shaped
