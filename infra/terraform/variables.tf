variable "project" {
  description = "Id of the Google Cloud project; one for each environment."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "project_number" {
  description = "Number of the project: gcloud projects describe PROJECT --format='value(projectNumber)'. URLs and service agents are named by it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{6,20}$", var.project_number))
    error_message = "A project number has digits only."
  }
}

variable "region" {
  description = "Where everything runs."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "A region is like europe-west1."
  }
}

variable "environment" {
  description = "Which of the environments this is."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "production"], var.environment)
    error_message = "An environment is dev, staging or production."
  }
}

variable "domain" {
  description = "Host name that the load balancer answers for."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "A domain is a full host name in lower case, without a scheme."
  }
}

variable "console_domain" {
  description = "Host name of the console; empty: console.DOMAIN."
  type        = string
  default     = ""
}

variable "image" {
  description = "Image of the functions with its digest, in the repository that the output image_repository names. Empty: none was pushed yet, and only what needs no image is made."
  type        = string
  default     = ""

  validation {
    condition     = var.image == "" || can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "The image is named by its digest (…@sha256:…), so that what was planned is what runs."
  }
}

variable "proxy_image" {
  description = "Image of the Cloud SQL Auth Proxy, which signs database logins in by IAM."
  type        = string
  default     = "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2"
}

variable "instance_scale" {
  description = "Share of the table's max_instances that this environment allows, rounded up; never less than min_instances."
  type        = number
  default     = 1

  validation {
    condition     = var.instance_scale > 0 && var.instance_scale <= 10
    error_message = "The share is above 0 and at most 10."
  }
}

variable "keep_warm" {
  description = "Whether services keep the min_instances that the table says. Whoever takes webhooks keeps at least one in any case."
  type        = bool
  default     = true
}

variable "database" {
  description = "Cloud SQL: machine, disk in GB, how many connections it takes, and whether a standby in another zone takes over."
  type = object({
    tier                = string
    edition             = optional(string, "ENTERPRISE")
    disk_gb             = number
    max_connections     = number
    highly_available    = bool
    kept_backups        = number
    log_days            = optional(number, 7)
    deletion_protection = optional(bool, true)
  })

  validation {
    condition     = var.database.max_connections >= 50 && var.database.max_connections <= 5000
    error_message = "max_connections is from 50 to 5000."
  }
  validation {
    condition     = var.database.disk_gb >= 10
    error_message = "The disk has at least 10 GB."
  }
  validation {
    condition     = var.database.log_days >= 1 && var.database.log_days <= 7
    error_message = "Logs for point-in-time recovery are kept from 1 to 7 days in this edition."
  }
  validation {
    condition     = var.database.kept_backups >= var.database.log_days
    error_message = "At least as many backups are kept as days of logs."
  }
}

variable "sign_in" {
  description = "The identity provider (OpenID Connect) of the people: its issuer, key set and this system's client. roles: what the provider calls a role or group to viewer, responder, approver or admin. null: nobody signs in to the console."
  type = object({
    issuer       = string
    jwks         = string
    audience     = string
    client_id    = string
    tenant_claim = optional(string, "tenant")
    roles_claim  = optional(string, "roles")
    roles        = optional(map(string), { viewer = "viewer", responder = "responder", approver = "approver", admin = "admin" })
  })
  default = null

  validation {
    condition     = var.sign_in == null ? true : alltrue([for url in [var.sign_in.issuer, var.sign_in.jwks] : startswith(url, "https://")])
    error_message = "Issuer and key set of the identity provider are https addresses."
  }
  validation {
    condition     = var.sign_in == null ? true : var.sign_in.audience != "" && var.sign_in.client_id != ""
    error_message = "The identity provider knows this system by an audience and a client."
  }
  validation {
    condition     = var.sign_in == null ? true : alltrue([for role in values(var.sign_in.roles) : contains(["viewer", "responder", "approver", "admin"], role)])
    error_message = "A person is a viewer, responder, approver or admin."
  }
  validation {
    condition     = var.sign_in == null || contains(keys(var.secret_versions), "console-client-secret")
    error_message = "The client's secret is missing: put it into console-client-secret, and its version into secret_versions."
  }
}

variable "settings" {
  description = "Values of SRE_… variables that the table names and that follow from nothing here (SRE_EMBEDDINGS, SRE_AGENT_MODEL, …)."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.settings) : can(regex("^(SRE|OTEL)_[A-Z_]+$", name))])
    error_message = "A setting is called SRE_… or OTEL_…."
  }
}

variable "secret_versions" {
  description = "Live versions by secret, oldest first: [1], or [1, 2] while one is rotated. Functions take the last; a secret that is not here is mounted nowhere."
  type        = map(list(number))
  default     = {}

  validation {
    condition     = alltrue([for versions in values(var.secret_versions) : length(versions) >= 1 && length(versions) <= 2])
    error_message = "A secret has one live version, or two while it is rotated."
  }
}

variable "secret_values" {
  description = "Values by secret and version (\"agent-key@2\"), of versions that are new in this run. They are written and kept in no state and no plan."
  type        = map(string)
  default     = {}
  ephemeral   = true
  sensitive   = true
}

variable "backlog_publishers" {
  description = "Members (serviceAccount:…) of another system that publish its backlog to transformation.domain.facts.v1."
  type        = list(string)
  default     = []
}

variable "allowed_ranges" {
  description = "Networks (CIDR) that reach the load balancer; empty: all."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for range in var.allowed_ranges : can(cidrhost(range, 0))])
    error_message = "Each is a network in CIDR notation."
  }
  validation {
    condition     = length(var.allowed_ranges) <= 10
    error_message = "A rule of the firewall takes at most 10 networks."
  }
}

variable "requests_per_minute" {
  description = "What one address may ask for through the load balancer in a minute before it is answered 429, webhooks excepted."
  type        = number
  default     = 1200

  validation {
    condition     = var.requests_per_minute >= 60
    error_message = "At least 60 requests a minute."
  }
}

variable "alert_emails" {
  description = "Who is told when this system itself is unwell."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.alert_emails : can(regex("^[^@\\s]+@[^@\\s]+$", address))])
    error_message = "Each is an e-mail address."
  }
}

variable "watchdog" {
  description = "Whether a source sends an alert that always fires (Alertmanager's Watchdog), so that silence means a broken path."
  type        = bool
  default     = true
}

variable "billing_account" {
  description = "Billing account that the budget is made in; empty: no budget."
  type        = string
  default     = ""
}

variable "monthly_budget" {
  description = "What a month may cost, in whole units of the billing account's currency; people are told at 50, 90 and 100 per cent."
  type        = number
  default     = 500

  validation {
    condition     = var.monthly_budget > 0 && floor(var.monthly_budget) == var.monthly_budget
    error_message = "The budget is a whole number above 0."
  }
}
