# Every module does one thing. What there is of each thing (topics, subscriptions, services …) stands in topology.json,
# which is made from the code: python -m shared.bootstrap.deployment.

resource "google_project_service" "needed" {
  for_each = toset([
    "artifactregistry.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudscheduler.googleapis.com",
    "compute.googleapis.com",
    "dns.googleapis.com",
    "iam.googleapis.com",
    "monitoring.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "servicenetworking.googleapis.com",
    "sqladmin.googleapis.com",
  ])

  service            = each.key
  disable_on_destroy = false
}

module "network" {
  source = "./modules/network"

  name   = local.name
  region = var.region

  depends_on = [google_project_service.needed]
}

module "registry" {
  source = "./modules/registry"

  name   = local.name
  region = var.region

  depends_on = [google_project_service.needed]
}

module "identities" {
  source = "./modules/identities"

  name      = local.name
  project   = var.project
  functions = local.topology.functions

  depends_on = [google_project_service.needed]
}

module "secrets" {
  source = "./modules/secrets"

  name     = local.name
  versions = var.secret_versions
  values   = var.secret_values
  readers = merge([
    for key, function in local.topology.functions : {
      for secret in function.secrets : "${key}/${secret}" => { secret = secret, member = module.identities.members[key] }
      if contains(keys(var.secret_versions), secret)
    }
  ]...)

  depends_on = [google_project_service.needed]
}

module "cloud_sql" {
  source = "./modules/cloud_sql"

  name     = local.name
  region   = var.region
  network  = module.network.network
  database = var.database
  logins   = merge(module.identities.emails, module.identities.other_emails)
}

module "pubsub" {
  source = "./modules/pubsub"

  project_number = var.project_number
  topics         = local.topology.topics
  subscriptions  = local.topology.subscriptions
  urls           = local.urls
  push_email     = module.identities.push_email
  reviver_email  = module.identities.other_emails["reviver"]
  publishers = merge(
    merge([
      for key, function in local.topology.functions : {
        for topic in function.publishes : "${topic}/${key}" => { topic = topic, member = module.identities.members[key] }
      }
    ]...),
    {
      for member in var.backlog_publishers :
      "${local.backlog_topic}/${member}" => { topic = local.backlog_topic, member = member }
    },
    {
      for topic in distinct([for subscription in local.topology.subscriptions : subscription.topic if subscription.dead_letters != null]) :
      "${topic}/reviver" => { topic = topic, member = "serviceAccount:${module.identities.other_emails["reviver"]}" }
    },
  )

  depends_on = [google_project_service.needed]
}

module "functions" {
  source = "./modules/functions"
  count  = var.image == "" ? 0 : 1

  name           = local.name
  region         = var.region
  image          = var.image
  proxy_image    = var.proxy_image
  database       = module.cloud_sql.connection_name
  network        = module.network.network
  subnetwork     = module.network.subnetwork
  services       = local.services
  urls           = local.urls
  environment    = local.environment
  secret_ids     = module.secrets.ids
  secret_latest  = module.secrets.latest
  emails         = module.identities.emails
  push_email     = module.identities.push_email
  scheduler_mail = module.identities.scheduler_email

  depends_on = [module.jobs, module.secrets]
}

module "scheduler" {
  source = "./modules/scheduler"
  count  = var.image == "" ? 0 : 1

  name    = local.name
  project = var.project
  region  = var.region
  email   = module.identities.scheduler_email
  urls    = local.urls
  calls   = { for key, service in local.services : key => service if service.trigger == "schedule" }
  runs    = { for key, job in local.jobs : module.jobs[key].job => job.schedule if job.schedule != null }

  depends_on = [module.functions]
}

# Each once, beside the proxy that signs its database login in.
module "jobs" {
  source   = "./modules/job"
  for_each = { for key, job in local.jobs : key => job if var.image != "" }

  name        = "${local.name}-${each.key}"
  region      = var.region
  image       = var.image
  proxy_image = var.proxy_image
  database    = module.cloud_sql.connection_name
  network     = module.network.network
  subnetwork  = module.network.subnetwork
  email       = module.identities.other_emails[each.value.login]
  login       = module.cloud_sql.logins[each.value.login]
  module      = each.value.module
  timeout_s   = each.value.timeout_s
  environment = each.value.environment
}

module "load_balancer" {
  source = "./modules/load_balancer"
  count  = var.image == "" ? 0 : 1

  name                = local.name
  region              = var.region
  domain              = var.domain
  console_domain      = local.console_domain
  allowed_ranges      = var.allowed_ranges
  requests_per_minute = var.requests_per_minute
  services            = { for key, service in local.services : key => module.functions[0].names[key] if service.public }
}

module "monitoring" {
  source = "./modules/monitoring"

  name           = local.name
  environment    = var.environment
  emails         = var.alert_emails
  watchdog       = var.watchdog
  subscriptions  = local.topology.subscriptions
  max_connection = var.database.max_connections

  depends_on = [google_project_service.needed]
}

module "budget" {
  source = "./modules/budget"
  count  = var.billing_account == "" ? 0 : 1

  name            = local.name
  billing_account = var.billing_account
  project_number  = var.project_number
  monthly         = var.monthly_budget
  channels        = module.monitoring.channels
}

check "people_can_sign_in" {
  assert {
    condition     = var.sign_in != null || var.environment == "dev"
    error_message = "Nobody can sign in to the console: name the identity provider in sign_in (docs/deploy.md)."
  }
}
