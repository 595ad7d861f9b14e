terraform {
  # Write-only arguments (values that are in no state) need 1.11.
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.7"
    }
  }

  # Bucket and prefix are given at init: terraform init -backend-config="bucket=…" -backend-config="prefix=sre/dev"
  backend "gcs" {}
}

provider "google" {
  project = var.project
  region  = var.region

  default_labels = {
    app         = "ameide-sre"
    environment = var.environment
  }
}
