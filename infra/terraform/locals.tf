locals {
  name     = "sre"
  topology = jsondecode(file("${path.module}/topology.json"))
  # Without an identity provider only keys are taken, and nobody signs in to the console.
  sign_in = var.sign_in != null ? var.sign_in : {
    issuer = "", audience = "", jwks = "", client_id = "", tenant_claim = "tenant", roles_claim = "roles", roles = {}
  }
  # The console has a host for itself: its cookies are nobody else's.
  console_domain = var.console_domain == "" ? "console.${var.domain}" : var.console_domain
  backlog_topic  = "transformation.domain.facts.v1"

  # How many instances this environment allows; whoever takes webhooks is never without one.
  services = {
    for key, service in local.topology.services : key => merge(service, {
      min_instances = var.keep_warm || service.public ? service.min_instances : 0
      max_instances = max(ceil(service.max_instances * var.instance_scale), service.min_instances, 1)
    })
  }

  # The platform's own address of each service, known before it is made, so that services may name each other.
  urls = {
    for key in keys(local.topology.services) :
    key => "https://${local.name}-${key}-${var.project_number}.${var.region}.run.app"
  }

  # Every instance with all of its connections, beside the migration and a person with a terminal.
  connections_needed = sum([for service in values(local.services) : service.max_instances * service.connections]) + 5

  # What each login may act as in the database.
  database_roles = merge(
    { for key, function in local.topology.functions : module.cloud_sql.logins[key] => function.database_roles },
    {
      (module.cloud_sql.logins["watcher"]) = ["sre_admin"]
      (module.cloud_sql.logins["reviver"]) = ["sre_transport"]
    },
  )

  # What the image does once and ends; without a schedule, whoever deploys runs it.
  jobs = {
    # Brings the database to the schema of the image, and grants each login the roles that it may act as.
    migrate = {
      module      = "shared.bootstrap.migrate"
      login       = "migrator"
      timeout_s   = 3600
      schedule    = null
      environment = { SRE_DATABASE_LOGINS = jsonencode(local.database_roles) }
    }
    # Looks every other minute at what waits where; metrics and alerts are made of the line that it writes.
    look = {
      module      = "shared.bootstrap.look"
      login       = "watcher"
      timeout_s   = 60
      schedule    = "*/2 * * * *"
      environment = {}
    }
    # Gives back what an outage has made dead letters, once the database answers.
    give-back = {
      module      = "shared.bootstrap.give_back"
      login       = "reviver"
      timeout_s   = 300
      schedule    = "*/10 * * * *"
      environment = { SRE_TRANSPORT = "pubsub", SRE_PUBSUB_PROJECT = var.project }
    }
  }

  issuer = "https://accounts.google.com"

  # Who may call each service, as it checks by itself.
  callers = {
    for key, service in local.services : key => concat(
      service.pushed ? [module.identities.push_email] : [],
      service.trigger == "schedule" ? [module.identities.scheduler_email] : [],
      [for caller in service.called_by : module.identities.emails[caller]],
    )
  }

  # Values of everything that a row may name; the person's settings stand above the defaults.
  environment = {
    for key, service in local.services : key => merge(
      {
        SRE_DATABASE_URL  = "postgresql://${urlencode(module.cloud_sql.logins[service.function])}@127.0.0.1:5432/${module.cloud_sql.database}"
        SRE_DATABASE_POOL = tostring(service.pool)
        # As many at a time as the platform sends, and no longer than it waits.
        SRE_HTTP_THREADS      = tostring(service.concurrency)
        SRE_HTTP_WORK_S       = tostring(service.timeout_s - 5)
        SRE_TRANSPORT         = "pubsub"
        SRE_PUBSUB_PROJECT    = var.project
        SRE_IDENTITY_JWKS     = "https://www.googleapis.com/oauth2/v3/certs"
        SRE_IDENTITY_ISSUER   = local.issuer
        SRE_IDENTITY_AUDIENCE = local.urls[key]
        SRE_IDENTITY_CALLERS  = join(",", local.callers[key])
        # The platform checks the caller of every service that is not public, and takes the signature off.
        SRE_IDENTITY_SIGNATURES     = service.public ? "here" : "platform"
        SRE_WRITER_URL              = "${local.urls["domain-writer-http"]}/"
        SRE_WRITER_AUDIENCE         = local.urls["domain-writer-http"]
        SRE_CODER_URL               = local.urls["sre-coder"]
        SRE_CODER_AUDIENCE          = local.urls["sre-coder"]
        SRE_CODER_PUBLIC_URL        = local.urls["sre-coder"]
        SRE_CODER_CACHE             = "/tmp/coder"
        SRE_AUTOMATION_PAUSED       = "false"
        SRE_EMBEDDINGS              = "local"
        SRE_EMBEDDINGS_PREVIOUS     = "none"
        SRE_AGENT_MODEL             = "none"
        SRE_FEED_READERS            = "4"
        SRE_OIDC_ISSUER             = local.sign_in.issuer
        SRE_OIDC_AUDIENCE           = local.sign_in.audience
        SRE_OIDC_JWKS               = local.sign_in.jwks
        SRE_OIDC_TENANT_CLAIM       = local.sign_in.tenant_claim
        SRE_OIDC_ROLES_CLAIM        = local.sign_in.roles_claim
        SRE_OIDC_ROLES              = jsonencode(local.sign_in.roles)
        SRE_CONSOLE_ORIGINS         = "https://${local.console_domain}"
        SRE_CONSOLE_CLIENT_ID       = local.sign_in.client_id
        OTEL_EXPORTER_OTLP_ENDPOINT = ""
        OTEL_SERVICE_NAME           = key
      },
      var.settings,
    )
  }
}
