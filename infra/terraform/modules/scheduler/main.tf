# The clock: what is to be called every minute, as an account that may call nothing else.

variable "name" { type = string }
variable "region" { type = string }
variable "email" { type = string }
variable "urls" { type = map(string) }
variable "jobs" {
  type = map(object({ schedule = string, timeout_s = number }))
}

resource "google_cloud_scheduler_job" "this" {
  for_each = var.jobs

  name             = "${var.name}-${each.key}"
  region           = var.region
  schedule         = each.value.schedule
  time_zone        = "Etc/UTC"
  attempt_deadline = "${each.value.timeout_s}s"

  # The next minute calls again.
  retry_config {
    retry_count = 0
  }

  http_target {
    http_method = "POST"
    uri         = "${var.urls[each.key]}/"

    oidc_token {
      service_account_email = var.email
      audience              = var.urls[each.key]
    }
  }
}
