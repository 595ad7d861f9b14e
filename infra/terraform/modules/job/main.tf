# Something that the image does once, beside the proxy that signs its database login in.

variable "name" { type = string }
variable "region" { type = string }
variable "image" { type = string }
variable "proxy_image" { type = string }
variable "database" { type = string }
variable "network" { type = string }
variable "subnetwork" { type = string }
variable "email" { type = string }
variable "login" { type = string }
variable "module" {
  description = "What is run: python -m MODULE."
  type        = string
}
variable "timeout_s" { type = number }
variable "environment" {
  type    = map(string)
  default = {}
}

resource "google_cloud_run_v2_job" "this" {
  name                = var.name
  location            = var.region
  deletion_protection = false

  template {
    template {
      service_account = var.email
      timeout         = "${var.timeout_s}s"
      max_retries     = 0

      vpc_access {
        egress = "PRIVATE_RANGES_ONLY"
        network_interfaces {
          network    = var.network
          subnetwork = var.subnetwork
        }
      }

      containers {
        name       = "job"
        image      = var.image
        command    = ["python", "-P", "-m", var.module]
        depends_on = ["database"]

        resources {
          limits = { cpu = "1", memory = "512Mi" }
        }

        env {
          name  = "SRE_DATABASE_URL"
          value = "postgresql://${urlencode(var.login)}@127.0.0.1:5432/sre"
        }
        env {
          name  = "SRE_DATABASE_PROXY_ADMIN"
          value = "http://127.0.0.1:9091"
        }

        dynamic "env" {
          for_each = var.environment

          content {
            name  = env.key
            value = env.value
          }
        }
      }

      containers {
        name  = "database"
        image = var.proxy_image
        args = [
          "--auto-iam-authn", "--private-ip", "--structured-logs", "--port=5432", "--quitquitquit", "--admin-port=9091",
          "--health-check", "--http-address=0.0.0.0", "--http-port=9090", var.database,
        ]

        resources {
          limits = { cpu = "1", memory = "512Mi" }
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
    }
  }
}

output "job" {
  value = google_cloud_run_v2_job.this.name
}
