# Who everything is: an account for each function, one for the broker's pushes, one for the clock, two for jobs.

variable "name" { type = string }
variable "project" { type = string }
variable "functions" {
  type = map(object({
    function       = string
    database_roles = list(string)
    publishes      = list(string)
    secrets        = list(string)
  }))
}

resource "google_service_account" "function" {
  for_each = var.functions

  account_id   = "${var.name}-${each.key}"
  display_name = "functions/${each.value.function}"
}

resource "google_service_account" "push" {
  account_id   = "${var.name}-push"
  display_name = "Pub/Sub pushes"
}

resource "google_service_account" "scheduler" {
  account_id   = "${var.name}-scheduler"
  display_name = "The clock"
}

resource "google_service_account" "other" {
  for_each = {
    migrator = "Migrations of the database"
    watcher  = "Looks at what waits where"
    reviver  = "Gives dead letters back"
  }

  account_id   = "${var.name}-${each.key}"
  display_name = each.value
}

locals {
  accounts = merge(
    { for key, account in google_service_account.function : key => account.email },
    { for key, account in google_service_account.other : key => account.email },
  )
  # What every process of ours needs: the database, and to tell of itself.
  project_roles = ["roles/cloudsql.client", "roles/cloudsql.instanceUser", "roles/cloudtrace.agent"]
}

resource "google_project_iam_member" "process" {
  for_each = {
    for pair in setproduct(sort(keys(local.accounts)), local.project_roles) : "${pair[0]}/${pair[1]}" => pair
  }

  project = var.project
  role    = each.value[1]
  member  = "serviceAccount:${local.accounts[each.value[0]]}"
}

output "emails" {
  value = { for key, account in google_service_account.function : key => account.email }
}

output "members" {
  value = { for key, account in google_service_account.function : key => "serviceAccount:${account.email}" }
}

output "push_email" {
  value = google_service_account.push.email
}

output "scheduler_email" {
  value = google_service_account.scheduler.email
}

output "other_emails" {
  value = { for key, account in google_service_account.other : key => account.email }
}
