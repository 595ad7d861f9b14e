# What tells people that this system itself is unwell: notifications, log-based metrics, policies, a dashboard.

variable "name" { type = string }
variable "environment" { type = string }
variable "emails" { type = list(string) }
variable "watchdog" { type = bool }
variable "subscriptions" { type = map(object({ dead_letters = optional(string) })) }
variable "max_connection" { type = number }

resource "google_monitoring_notification_channel" "email" {
  for_each = toset(var.emails)

  display_name = each.key
  type         = "email"
  labels       = { email_address = each.key }
}

# The functions write one line of JSON for each thing they did; these are the numbers in them.
resource "google_logging_metric" "field" {
  for_each = local.fields

  name            = "${var.name}/${each.key}"
  description     = each.value.description
  filter          = "(resource.type=\"cloud_run_revision\" OR resource.type=\"cloud_run_job\") AND jsonPayload.operation=\"${each.value.operation}\" AND jsonPayload.${each.value.field}>=0"
  value_extractor = "EXTRACT(jsonPayload.${each.value.field})"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = each.value.unit
  }
}

resource "google_monitoring_alert_policy" "above" {
  for_each = local.above

  display_name          = "${var.name} ${var.environment}: ${each.value.title}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = local.channels

  conditions {
    display_name = each.value.title

    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.threshold
      duration        = each.value.duration

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = each.value.aligner
        cross_series_reducer = each.value.reducer
        group_by_fields      = each.value.group_by
      }

      denominator_filter = each.value.of

      dynamic "denominator_aggregations" {
        for_each = each.value.of == null ? [] : [each.value.of]

        content {
          alignment_period     = "60s"
          per_series_aligner   = each.value.aligner
          cross_series_reducer = each.value.reducer
          group_by_fields      = each.value.group_by
        }
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = each.value.advice
  }
}

resource "google_monitoring_alert_policy" "absent" {
  for_each = local.absent

  display_name          = "${var.name} ${var.environment}: ${each.value.title}"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = each.value.title

    condition_absent {
      filter   = each.value.filter
      duration = each.value.duration

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_COUNT"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    mime_type = "text/markdown"
    content   = each.value.advice
  }
}

resource "google_monitoring_dashboard" "this" {
  dashboard_json = jsonencode({
    displayName = "${var.name} ${var.environment}"
    mosaicLayout = {
      columns = 12
      tiles = [
        for index, chart in local.charts : {
          xPos   = (index % 2) * 6
          yPos   = floor(index / 2) * 4
          width  = 6
          height = 4
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [{
                plotType = "LINE"
                timeSeriesQuery = {
                  timeSeriesFilter = {
                    filter = chart.filter
                    aggregation = {
                      alignmentPeriod    = "60s"
                      perSeriesAligner   = chart.aligner
                      crossSeriesReducer = chart.reducer
                      groupByFields      = chart.group_by
                    }
                  }
                }
              }]
            }
          }
        }
      ]
    }
  })
}

output "channels" {
  value = local.channels
}
