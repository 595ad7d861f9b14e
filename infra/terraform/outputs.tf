output "image_repository" {
  description = "Where the image is pushed to."
  value       = module.registry.repository
}

output "address" {
  description = "What the A records of both domains have to say."
  value       = one(module.load_balancer[*].address)
}

output "webhook_urls" {
  description = "What a source of each kind sends to; its token is what `sre sources add` prints."
  value       = { for kind in ["alertmanager", "grafana", "argocd"] : kind => "https://${var.domain}/webhooks/${kind}" }
}

output "api_url" {
  description = "Where people, scripts and agents ask."
  value       = "https://${var.domain}"
}

output "console_url" {
  description = "Where people look."
  value       = "https://${local.console_domain}"
}

output "migrate" {
  description = "Brings the database to the schema of the image; before the functions of a new version are deployed."
  value       = "gcloud run jobs execute ${local.name}-migrate --project ${var.project} --region ${var.region} --wait"
}

output "first_key" {
  description = "How the first key comes about: both lines on a machine that reaches the database's private address."
  value       = <<-TEXT
    cloud-sql-proxy --auto-iam-authn --private-ip ${module.cloud_sql.connection_name}
    SRE_DATABASE_URL=postgresql://YOU@127.0.0.1:5432/${module.cloud_sql.database} sre keys create --role admin
  TEXT
}

output "connections" {
  description = "Connections that all instances together may open, and the share of max_connections that this is."
  value = {
    needed = local.connections_needed
    share  = local.connections_needed / var.database.max_connections
  }

  precondition {
    condition     = local.connections_needed <= 0.6 * var.database.max_connections
    error_message = "All instances together may open ${local.connections_needed} connections, which is more than 60 % of max_connections (${var.database.max_connections}): lower instance_scale or raise database.max_connections."
  }
}
