environment    = "dev"
project        = "example-sre-dev"
project_number = "100000000001"
region         = "europe-west1"
domain         = "sre.dev.example.com"
instance_scale = 0.5
keep_warm      = false
watchdog       = false
monthly_budget = 150

database = {
  tier                = "db-custom-1-3840"
  disk_gb             = 20
  max_connections     = 400
  highly_available    = false
  kept_backups        = 7
  log_days            = 3
  deletion_protection = false
}
