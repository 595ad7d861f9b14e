# The clock: what is to be called every minute, as an account that may call nothing else.

variable "name" { type = string }
variable "project" { type = string }
variable "region" { type = string }
variable "email" { type = string }
variable "urls" { type = map(string) }
variable "calls" {
  description = "Services that are called."
  type        = map(object({ schedule = string, timeout_s = number }))
}
variable "runs" {
  description = "Jobs that are run: their schedules."
  type        = map(string)
}

resource "google_cloud_scheduler_job" "this" {
  for_each = var.calls

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

resource "google_cloud_scheduler_job" "run" {
  for_each = var.runs

  name      = "${each.key}-run"
  region    = var.region
  schedule  = each.value
  time_zone = "Etc/UTC"

  retry_config {
    retry_count = 0
  }

  http_target {
    http_method = "POST"
    uri         = "https://run.googleapis.com/v2/projects/${var.project}/locations/${var.region}/jobs/${each.key}:run"

    oauth_token {
      service_account_email = var.email
    }
  }
}

resource "google_cloud_run_v2_job_iam_member" "run" {
  for_each = var.runs

  name     = each.key
  location = var.region
  role     = "roles/run.invoker"
  member   = "serviceAccount:${var.email}"
}
