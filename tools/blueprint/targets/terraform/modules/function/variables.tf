variable "name" {
  description = "Name of the function; what is over 64 letters is cut"
  type        = string
}

variable "description" {
  description = "What it does"
  type        = string
  default     = ""
}

variable "source_dir" {
  description = "Folder of its code; unused where it runs from an image"
  type        = string
}

variable "image_uri" {
  description = "Image it runs from, in the place of an archive"
  type        = string
  default     = null
}

variable "handler" {
  description = "Entry point of the code"
  type        = string
  default     = "app.handler"
}

variable "runtime" {
  description = "Id of the runtime"
  type        = string
}

variable "architecture" {
  description = "Processor: arm64 or x86_64"
  type        = string
  default     = "arm64"
}

variable "layers" {
  description = "ARNs of the layers it shares"
  type        = list(string)
  default     = []
}

variable "memory_mb" {
  description = "Memory in MB; the processor grows with it"
  type        = number
}

variable "timeout_s" {
  description = "Seconds after which an invocation is ended"
  type        = number
}

variable "environment" {
  description = "Environment variables: names and addresses, never secrets"
  type        = map(string)
  default     = {}
}

variable "role_name_prefix" {
  description = "Beginning of the name of its role"
  type        = string
}

variable "assume_role_policy" {
  description = "Who may take on its role, as JSON"
  type        = string
}

variable "policy" {
  description = "What it may do, as JSON"
  type        = string
}

variable "log_group" {
  description = "Name of its log group; null where the service makes one by itself"
  type        = string
  default     = null
}

variable "subnet_ids" {
  description = "Subnets it reaches into; none outside a network"
  type        = list(string)
  default     = []
}

variable "security_group_ids" {
  description = "Security groups it has in them"
  type        = list(string)
  default     = []
}

variable "reserved_concurrency" {
  description = "Invocations at once, at most; -1 shares the account's"
  type        = number
  default     = -1
}

variable "provisioned_concurrency" {
  description = "Instances kept warm"
  type        = number
  default     = 0
}

variable "snap_start" {
  description = "Whether published versions start from a snapshot"
  type        = bool
  default     = false
}

variable "publish" {
  description = "Whether every change is published as a version"
  type        = bool
  default     = false
}

variable "tracing" {
  description = "Whether invocations are traced"
  type        = bool
  default     = true
}

variable "asynchronous" {
  description = "Retries of asynchronous invocations, and where failed events go"
  type = object({
    max_age_s  = number
    retries    = number
    on_failure = optional(string)
  })
  default = null
}
