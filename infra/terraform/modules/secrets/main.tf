# Secrets whose values are in no state: they are written once, by version, and two versions live while one is rotated.

variable "name" { type = string }
variable "versions" { type = map(list(number)) }
variable "values" {
  type      = map(string)
  ephemeral = true
  sensitive = true
}
variable "readers" {
  type = map(object({ secret = string, member = string }))
}

locals {
  live = merge([
    for secret, versions in var.versions : {
      for version in versions : "${secret}@${version}" => { secret = secret, version = version }
    }
  ]...)
}

resource "google_secret_manager_secret" "this" {
  for_each = var.versions

  secret_id = "${var.name}-${each.key}"

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "live" {
  for_each = local.live

  secret                 = google_secret_manager_secret.this[each.value.secret].id
  secret_data_wo         = lookup(var.values, each.key, null)
  secret_data_wo_version = each.value.version
}

resource "google_secret_manager_secret_iam_member" "reads" {
  for_each = var.readers

  secret_id = google_secret_manager_secret.this[each.value.secret].id
  role      = "roles/secretmanager.secretAccessor"
  member    = each.value.member
}

output "ids" {
  value = { for key, secret in google_secret_manager_secret.this : key => secret.secret_id }
}

output "latest" {
  description = "The version that functions take: the newest of the live ones."
  value = {
    for secret, versions in var.versions :
    secret => google_secret_manager_secret_version.live["${secret}@${max(versions...)}"].version
  }
}
