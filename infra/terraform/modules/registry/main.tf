# Where images are kept: a tag means one image for ever, and old ones go.

variable "name" { type = string }
variable "region" { type = string }

resource "google_artifact_registry_repository" "images" {
  repository_id = var.name
  location      = var.region
  format        = "DOCKER"

  docker_config {
    immutable_tags = true
  }

  cleanup_policies {
    id     = "old"
    action = "DELETE"
    condition {
      older_than = "7776000s"
    }
  }

  cleanup_policies {
    id     = "rollback"
    action = "KEEP"
    most_recent_versions {
      keep_count = 20
    }
  }
}

output "repository" {
  value = "${var.region}-docker.pkg.dev/${google_artifact_registry_repository.images.project}/${google_artifact_registry_repository.images.repository_id}/functions"
}
