output "name" {
  description = "Name of the function"
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "ARN of the function"
  value       = aws_lambda_function.this.arn
}

output "version_arn" {
  description = "ARN of the newest published version"
  value       = aws_lambda_function.this.qualified_arn
}

output "alias" {
  description = "Name of the alias of what is kept warm; null without one"
  value       = local.publish ? aws_lambda_alias.this[0].name : null
}

output "alias_arn" {
  description = "ARN of the alias; null without one"
  value       = local.publish ? aws_lambda_alias.this[0].arn : null
}

output "invoke_arn" {
  description = "Address at which API Gateway invokes it, by the alias where there is one"
  value       = local.publish ? aws_lambda_alias.this[0].invoke_arn : aws_lambda_function.this.invoke_arn
}

output "role_arn" {
  description = "ARN of the role it runs under"
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the role it runs under"
  value       = aws_iam_role.this.name
}
