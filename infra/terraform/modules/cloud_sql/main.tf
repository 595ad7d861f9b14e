# Postgres with a private address only; logins are service accounts, so that no password exists.

variable "name" { type = string }
variable "region" { type = string }
variable "network" { type = string }
variable "logins" { type = map(string) }
variable "database" {
  type = object({
    tier                = string
    edition             = string
    disk_gb             = number
    max_connections     = number
    highly_available    = bool
    kept_backups        = number
    log_days            = number
    deletion_protection = bool
  })
}

locals {
  flags = {
    "cloudsql.iam_authentication"         = "on"
    "max_connections"                     = tostring(var.database.max_connections)
    "idle_in_transaction_session_timeout" = "60000"
    "log_min_duration_statement"          = "1000"
    "log_lock_waits"                      = "on"
    "random_page_cost"                    = "1.1"
    "jit"                                 = "off"
  }
}

resource "google_sql_database_instance" "this" {
  name                = var.name
  region              = var.region
  database_version    = "POSTGRES_17"
  deletion_protection = var.database.deletion_protection

  settings {
    tier                        = var.database.tier
    edition                     = var.database.edition
    availability_type           = var.database.highly_available ? "REGIONAL" : "ZONAL"
    disk_type                   = "PD_SSD"
    disk_size                   = var.database.disk_gb
    disk_autoresize             = true
    deletion_protection_enabled = var.database.deletion_protection

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled                        = true
      start_time                     = "02:00"
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = var.database.log_days

      backup_retention_settings {
        retained_backups = var.database.kept_backups
        retention_unit   = "COUNT"
      }
    }

    maintenance_window {
      day          = 2
      hour         = 3
      update_track = "stable"
    }

    insights_config {
      query_insights_enabled  = true
      record_application_tags = true
    }

    dynamic "database_flags" {
      for_each = local.flags

      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }

  lifecycle {
    # The disk grows by itself.
    ignore_changes = [settings[0].disk_size]
  }
}

resource "google_sql_database" "sre" {
  name            = "sre"
  instance        = google_sql_database_instance.this.name
  charset         = "UTF8"
  deletion_policy = "ABANDON"
}

# What each may act as in the database is granted by the migration, which makes the roles.
resource "google_sql_user" "login" {
  for_each = var.logins

  instance       = google_sql_database_instance.this.name
  type           = "CLOUD_IAM_SERVICE_ACCOUNT"
  name           = trimsuffix(each.value, ".gserviceaccount.com")
  database_roles = each.key == "migrator" ? ["cloudsqlsuperuser"] : null
}

output "connection_name" {
  value = google_sql_database_instance.this.connection_name
}

output "database" {
  value = google_sql_database.sre.name
}

output "logins" {
  value = { for key, user in google_sql_user.login : key => user.name }
}
