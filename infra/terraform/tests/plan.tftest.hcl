# Run with: terraform test (the real provider needs credentials; make infra-test has a stand-in for it).

variables {
  project        = "example-sre-test"
  project_number = "100000000009"
  region         = "europe-west1"
  environment    = "dev"
  domain         = "sre.test.example.com"
  database = {
    tier             = "db-custom-1-3840"
    disk_gb          = 20
    max_connections  = 600
    highly_available = false
    kept_backups     = 7
  }
}

run "before_the_first_image" {
  command = plan

  assert {
    condition     = length(module.functions) == 0 && length(module.jobs) == 0
    error_message = "Nothing that needs an image may be made before there is one."
  }
  assert {
    condition     = length(module.pubsub.subscriptions) == length(local.topology.subscriptions)
    error_message = "Every row of the table is a subscription."
  }
  assert {
    condition     = output.connections.share <= 0.6
    error_message = "Instances may open at most 60 % of the connections."
  }
}

run "more_instances_than_connections" {
  command = plan
  variables {
    instance_scale = 4
  }
  expect_failures = [output.connections]
}

run "an_image_by_tag" {
  command = plan
  variables {
    image = "europe-west1-docker.pkg.dev/example-sre-test/sre/functions:latest"
  }
  expect_failures = [var.image]
}

run "another_environment" {
  command = plan
  variables {
    environment = "prod"
  }
  expect_failures = [var.environment]
}

run "three_live_versions" {
  command = plan
  variables {
    secret_versions = { agent-key = [1, 2, 3] }
  }
  expect_failures = [var.secret_versions]
}

run "fewer_backups_than_days_of_logs" {
  command = plan
  variables {
    database = {
      tier             = "db-custom-1-3840"
      disk_gb          = 20
      max_connections  = 600
      highly_available = false
      kept_backups     = 2
    }
  }
  expect_failures = [var.database]
}

run "an_identity_provider_without_its_secret" {
  command = plan
  variables {
    sign_in = {
      issuer    = "https://id.example.com"
      jwks      = "https://id.example.com/keys"
      audience  = "sre"
      client_id = "sre-console"
    }
  }
  expect_failures = [var.sign_in]
}

run "a_role_that_there_is_not" {
  command = plan
  variables {
    sign_in = {
      issuer    = "https://id.example.com"
      jwks      = "https://id.example.com/keys"
      audience  = "sre"
      client_id = "sre-console"
      roles     = { platform = "owner" }
    }
    secret_versions = { console-client-secret = [1] }
  }
  expect_failures = [var.sign_in]
}

run "people_sign_in" {
  command = plan
  variables {
    sign_in = {
      issuer    = "https://id.example.com"
      jwks      = "https://id.example.com/keys"
      audience  = "sre"
      client_id = "sre-console"
      roles     = { platform-oncall = "responder" }
    }
    secret_versions = { console-client-secret = [1] }
  }

  assert {
    condition     = local.environment["console"]["SRE_OIDC_ROLES"] == jsonencode({ platform-oncall = "responder" })
    error_message = "The console goes by the provider's names of roles."
  }
}

run "nobody_can_sign_in_in_production" {
  command = plan
  variables {
    environment = "production"
  }
  expect_failures = [check.people_can_sign_in]
}
