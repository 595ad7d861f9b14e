# The only way in from outside: HTTPS on one address, a firewall before it, and behind it what answers outside.

variable "name" { type = string }
variable "region" { type = string }
variable "domain" { type = string }
variable "console_domain" { type = string }
variable "allowed_ranges" { type = list(string) }
variable "requests_per_minute" { type = number }
variable "services" {
  description = "Names of the services that are reached from outside, by their place in the table."
  type        = map(string)
}

resource "google_compute_global_address" "this" {
  name = "${var.name}-front"
}

resource "google_compute_region_network_endpoint_group" "service" {
  for_each = var.services

  name                  = "${var.name}-${each.key}"
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = each.value
  }
}

resource "google_compute_security_policy" "front" {
  for_each = var.services

  name = "${var.name}-${each.key}"
  type = "CLOUD_ARMOR"

  dynamic "rule" {
    for_each = length(var.allowed_ranges) == 0 ? [] : [var.allowed_ranges]

    content {
      priority    = 100
      action      = "deny(403)"
      description = "Only these networks"
      match {
        expr {
          expression = join(" && ", [for range in rule.value : "!inIpRange(origin.ip, '${range}')"])
        }
      }
    }
  }

  # Senders of webhooks are not throttled: Alertmanager drops what is answered 429.
  dynamic "rule" {
    for_each = each.key == "ingest-alert" ? [] : [var.requests_per_minute]

    content {
      priority    = 1000
      action      = "throttle"
      description = "So much from one address"
      match {
        versioned_expr = "SRC_IPS_V1"
        config {
          src_ip_ranges = ["*"]
        }
      }
      rate_limit_options {
        conform_action = "allow"
        exceed_action  = "deny(429)"
        enforce_on_key = "IP"
        rate_limit_threshold {
          count        = rule.value
          interval_sec = 60
        }
      }
    }
  }

  rule {
    priority    = 2147483647
    action      = "allow"
    description = "Whoever calls is recognised by the function"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }
}

resource "google_compute_backend_service" "service" {
  for_each = var.services

  name                  = "${var.name}-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.front[each.key].id

  backend {
    group = google_compute_region_network_endpoint_group.service[each.key].id
  }

  log_config {
    enable      = true
    sample_rate = 1
  }
}

resource "google_compute_url_map" "this" {
  name            = var.name
  default_service = google_compute_backend_service.service["api"].id

  host_rule {
    hosts        = [var.domain]
    path_matcher = "all"
  }

  path_matcher {
    name            = "all"
    default_service = google_compute_backend_service.service["api"].id

    # A function knows nothing of where it is mounted.
    path_rule {
      paths   = ["/webhooks", "/webhooks/*"]
      service = google_compute_backend_service.service["ingest-alert"].id

      route_action {
        url_rewrite {
          path_prefix_rewrite = "/"
        }
      }
    }
  }

  host_rule {
    hosts        = [var.console_domain]
    path_matcher = "console"
  }

  path_matcher {
    name            = "console"
    default_service = google_compute_backend_service.service["console"].id
  }
}

resource "google_compute_managed_ssl_certificate" "this" {
  name = var.name

  managed {
    domains = [var.domain, var.console_domain]
  }
}

resource "google_compute_ssl_policy" "modern" {
  name            = var.name
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "this" {
  name             = var.name
  url_map          = google_compute_url_map.this.id
  ssl_certificates = [google_compute_managed_ssl_certificate.this.id]
  ssl_policy       = google_compute_ssl_policy.modern.id
}

resource "google_compute_global_forwarding_rule" "https" {
  name                  = var.name
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.this.id
  port_range            = "443"
  target                = google_compute_target_https_proxy.this.id
}

output "address" {
  value = google_compute_global_address.this.address
}
