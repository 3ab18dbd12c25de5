# One function: its code as an archive, the role it runs under, a published version where one is kept warm.

locals {
  function_name = substr(var.name, 0, 64)
  publish       = var.publish || var.provisioned_concurrency > 0 || var.snap_start
  packaged      = var.image_uri == null
}

data "archive_file" "code" {
  count = local.packaged ? 1 : 0

  type        = "zip"
  source_dir  = var.source_dir
  output_path = "${path.root}/.build/${local.function_name}.zip"
  excludes    = ["**/__pycache__/**", "**/node_modules/.cache/**", "tests/**", "test/**", "events/**"]
}

resource "aws_iam_role" "this" {
  name_prefix        = var.role_name_prefix
  assume_role_policy = var.assume_role_policy
}

resource "aws_iam_role_policy" "this" {
  name   = "access"
  role   = aws_iam_role.this.id
  policy = var.policy
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_50:Tracing is on wherever a function can be traced; functions at the edge cannot.
  # checkov:skip=CKV_AWS_115:The caller sets a reserve where something behind the function needs a cap.
  # checkov:skip=CKV_AWS_116:Failed events go where their sources or the on-failure destination say.
  # checkov:skip=CKV_AWS_117:The caller places it in a network where it reaches something private.
  # checkov:skip=CKV_AWS_173:Variables hold names and addresses only; secrets are read at run time.
  # checkov:skip=CKV_AWS_272:Code is signed by the pipeline of whoever needs it, not by this configuration.
  function_name                  = local.function_name
  description                    = var.description
  role                           = aws_iam_role.this.arn
  package_type                   = local.packaged ? "Zip" : "Image"
  filename                       = local.packaged ? data.archive_file.code[0].output_path : null
  source_code_hash               = local.packaged ? data.archive_file.code[0].output_base64sha256 : null
  image_uri                      = var.image_uri
  handler                        = local.packaged ? var.handler : null
  runtime                        = local.packaged ? var.runtime : null
  layers                         = var.layers
  architectures                  = [var.architecture]
  memory_size                    = var.memory_mb
  timeout                        = var.timeout_s
  reserved_concurrent_executions = var.reserved_concurrency
  publish                        = local.publish

  dynamic "environment" {
    for_each = length(var.environment) > 0 ? [var.environment] : []

    content {
      variables = environment.value
    }
  }

  dynamic "vpc_config" {
    for_each = length(var.subnet_ids) > 0 ? [1] : []

    content {
      subnet_ids         = var.subnet_ids
      security_group_ids = var.security_group_ids
    }
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? [1] : []

    content {
      apply_on = "PublishedVersions"
    }
  }

  dynamic "logging_config" {
    for_each = var.log_group == null ? [] : [var.log_group]

    content {
      log_format            = "JSON"
      log_group             = logging_config.value
      application_log_level = "INFO"
      system_log_level      = "WARN"
    }
  }

  dynamic "tracing_config" {
    for_each = var.tracing ? [1] : []

    content {
      mode = "Active"
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_alias" "this" {
  count = local.publish ? 1 : 0

  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_provisioned_concurrency_config" "this" {
  count = var.provisioned_concurrency > 0 ? 1 : 0

  function_name                     = aws_lambda_function.this.function_name
  qualifier                         = aws_lambda_alias.this[0].name
  provisioned_concurrent_executions = var.provisioned_concurrency
}

resource "aws_lambda_function_event_invoke_config" "this" {
  count = var.asynchronous == null ? 0 : 1

  function_name                = aws_lambda_function.this.function_name
  qualifier                    = local.publish ? aws_lambda_alias.this[0].name : null
  maximum_event_age_in_seconds = var.asynchronous.max_age_s
  maximum_retry_attempts       = var.asynchronous.retries

  dynamic "destination_config" {
    for_each = var.asynchronous.on_failure == null ? [] : [var.asynchronous.on_failure]

    content {
      on_failure {
        destination = destination_config.value
      }
    }
  }
}
