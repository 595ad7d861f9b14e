environment     = "production"
project         = "example-sre-production"
project_number  = "100000000003"
region          = "europe-west1"
domain          = "sre.example.com"
instance_scale  = 2
monthly_budget  = 1500
alert_emails    = ["oncall@example.com", "platform@example.com"]
billing_account = "000000-000000-000000"

database = {
  tier             = "db-custom-4-15360"
  disk_gb          = 200
  max_connections  = 1000
  highly_available = true
  kept_backups     = 30
}
