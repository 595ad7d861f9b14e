# A service for each entry point, all of one image: FUNCTION_TARGET says which it is. Beside it runs the proxy that signs
# the database login in, as the function's own account.

variable "name" { type = string }
variable "region" { type = string }
variable "image" { type = string }
variable "proxy_image" { type = string }
variable "database" { type = string }
variable "network" { type = string }
variable "subnetwork" { type = string }
variable "services" {
  type = map(object({
    function           = string
    source             = string
    target             = string
    trigger            = string
    pushed             = bool
    public             = bool
    called_by          = list(string)
    environment        = list(string)
    secret_environment = map(string)
    secret_files       = map(string)
    memory_mib         = number
    cpu                = number
    cpu_idle           = bool
    concurrency        = number
    min_instances      = number
    max_instances      = number
    timeout_s          = number
  }))
}
variable "urls" { type = map(string) }
variable "environment" { type = map(map(string)) }
variable "secret_ids" { type = map(string) }
variable "secret_latest" { type = map(string) }
variable "emails" { type = map(string) }
variable "push_email" { type = string }
variable "scheduler_mail" { type = string }

locals {
  # One pair for each account that may call a service.
  invokers = merge([
    for key, service in var.services : merge(
      service.pushed ? { "${key}/push" = { service = key, email = var.push_email } } : {},
      service.trigger == "schedule" ? { "${key}/scheduler" = { service = key, email = var.scheduler_mail } } : {},
      { for caller in service.called_by : "${key}/${caller}" => { service = key, email = var.emails[caller] } },
    )
  ]...)
}

resource "google_cloud_run_v2_service" "this" {
  for_each = var.services

  name                = "${var.name}-${each.key}"
  location            = var.region
  deletion_protection = false
  # Whoever is public is reached through the load balancer, and finds out itself who calls.
  ingress              = each.value.public ? "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" : "INGRESS_TRAFFIC_INTERNAL_ONLY"
  invoker_iam_disabled = each.value.public
  custom_audiences     = [var.urls[each.key]]

  template {
    service_account                  = var.emails[each.value.function]
    timeout                          = "${each.value.timeout_s}s"
    max_instance_request_concurrency = each.value.concurrency
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"

    scaling {
      min_instance_count = each.value.min_instances
      max_instance_count = each.value.max_instances
    }

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"
      network_interfaces {
        network    = var.network
        subnetwork = var.subnetwork
      }
    }

    containers {
      name       = "function"
      image      = var.image
      depends_on = ["database"]

      ports {
        container_port = 8080
      }

      resources {
        limits            = { cpu = tostring(each.value.cpu), memory = "${each.value.memory_mib}Mi" }
        cpu_idle          = each.value.cpu_idle
        startup_cpu_boost = true
      }

      startup_probe {
        period_seconds    = 1
        failure_threshold = 60
        http_get {
          path = "/livez"
        }
      }

      liveness_probe {
        period_seconds    = 10
        timeout_seconds   = 5
        failure_threshold = 6
        http_get {
          path = "/livez"
        }
      }

      env {
        name  = "FUNCTION_TARGET"
        value = each.value.target
      }

      env {
        name  = "FUNCTION_SOURCE"
        value = each.value.source
      }

      dynamic "env" {
        for_each = { for name in each.value.environment : name => var.environment[each.key][name] }

        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = { for name, secret in each.value.secret_environment : name => secret if contains(keys(var.secret_ids), secret) }

        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = var.secret_ids[env.value]
              version = var.secret_latest[env.value]
            }
          }
        }
      }

      dynamic "env" {
        for_each = { for name, secret in each.value.secret_files : name => secret if contains(keys(var.secret_ids), secret) }

        content {
          name  = env.key
          value = "/secrets/${env.value}/value"
        }
      }

      dynamic "volume_mounts" {
        for_each = toset([for secret in values(each.value.secret_files) : secret if contains(keys(var.secret_ids), secret)])

        content {
          name       = volume_mounts.key
          mount_path = "/secrets/${volume_mounts.key}"
        }
      }
    }

    containers {
      name  = "database"
      image = var.proxy_image
      args = [
        "--auto-iam-authn", "--private-ip", "--structured-logs", "--port=5432",
        "--health-check", "--http-address=0.0.0.0", "--http-port=9090", var.database,
      ]

      resources {
        limits   = { cpu = "0.5", memory = "256Mi" }
        cpu_idle = each.value.cpu_idle
      }

      startup_probe {
        period_seconds    = 1
        failure_threshold = 60
        http_get {
          path = "/startup"
          port = 9090
        }
      }
    }

    dynamic "volumes" {
      for_each = toset([for secret in values(each.value.secret_files) : secret if contains(keys(var.secret_ids), secret)])

      content {
        name = volumes.key
        secret {
          secret = var.secret_ids[volumes.key]
          items {
            path    = "value"
            version = var.secret_latest[volumes.key]
          }
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = each.value.timeout_s <= 300
      error_message = "${each.key} may take ${each.value.timeout_s} s; half of a push's deadline is 300 s."
    }
    precondition {
      condition     = !each.value.public || each.value.min_instances >= 1
      error_message = "${each.key} is asked from outside: without an instance the platform answers 429, which senders of alerts do not send again."
    }
  }
}

resource "google_cloud_run_v2_service_iam_member" "calls" {
  for_each = local.invokers

  name     = google_cloud_run_v2_service.this[each.value.service].name
  location = var.region
  role     = "roles/run.invoker"
  member   = "serviceAccount:${each.value.email}"
}

output "names" {
  value = { for key, service in google_cloud_run_v2_service.this : key => service.name }
}
