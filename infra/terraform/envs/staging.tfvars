environment    = "staging"
project        = "example-sre-staging"
project_number = "100000000002"
region         = "europe-west1"
domain         = "sre.staging.example.com"
monthly_budget = 400
alert_emails   = ["platform@example.com"]

database = {
  tier             = "db-custom-2-7680"
  disk_gb          = 50
  max_connections  = 600
  highly_available = false
  kept_backups     = 7
}
