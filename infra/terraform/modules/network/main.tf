# A network of its own: the database has a private address only, and functions call each other inside it.

variable "name" { type = string }
variable "region" { type = string }

resource "google_compute_network" "this" {
  name                    = var.name
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "functions" {
  name                     = "${var.name}-functions"
  region                   = var.region
  network                  = google_compute_network.this.id
  ip_cidr_range            = "10.10.0.0/22"
  private_ip_google_access = true
}

resource "google_compute_global_address" "services" {
  name          = "${var.name}-services"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = 20
  network       = google_compute_network.this.id
}

resource "google_service_networking_connection" "services" {
  network                 = google_compute_network.this.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.services.name]
}

# Services take calls from inside only. Calls go there through the network when their names lead to private addresses.
resource "google_dns_managed_zone" "run" {
  name       = "${var.name}-run-app"
  dns_name   = "run.app."
  visibility = "private"

  private_visibility_config {
    networks {
      network_url = google_compute_network.this.id
    }
  }
}

resource "google_dns_record_set" "run" {
  for_each = toset(["run.app.", "*.run.app."])

  managed_zone = google_dns_managed_zone.run.name
  name         = each.key
  type         = "A"
  ttl          = 300
  rrdatas      = ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"]
}

output "network" {
  value      = google_compute_network.this.id
  depends_on = [google_service_networking_connection.services]
}

output "subnetwork" {
  value = google_compute_subnetwork.functions.id
}
