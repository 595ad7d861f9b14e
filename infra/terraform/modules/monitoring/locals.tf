locals {
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]

  dead = join(" OR ", [
    for subscription in values(var.subscriptions) : "resource.labels.subscription_id=\"${subscription.dead_letters}\""
    if subscription.dead_letters != null
  ])
  oldest  = "resource.type=\"pubsub_subscription\" AND metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\""
  backlog = "resource.type=\"pubsub_subscription\" AND metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\""
  request = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\""
  ours    = "resource.labels.service_name=starts_with(\"${var.name}-\")"

  fields = {
    outbox_oldest     = { operation = "condition", field = "outbox_oldest_s", unit = "s", description = "Age of the oldest committed event that is not published" }
    relayed           = { operation = "outbox_relay", field = "published", unit = "1", description = "Events that the relay published" }
    accepted          = { operation = "ingest_alert", field = "accepted", unit = "1", description = "Alerts that were accepted" }
    quarantined       = { operation = "ingest_alert", field = "quarantined", unit = "1", description = "Alerts that could not be read" }
    embedding_waiting = { operation = "condition", field = "embedding_due", unit = "1", description = "Documents that have settled and have no vectors" }
    put_aside         = { operation = "condition", field = "parked", unit = "1", description = "Events that the broker never takes" }
  }

  metric = { for key in keys(local.fields) : key => "metric.type=\"logging.googleapis.com/user/${google_logging_metric.field[key].name}\"" }

  above = {
    outbox_lag = {
      title     = "the outbox is not carried off"
      filter    = local.metric.outbox_oldest
      of        = null
      threshold = 120
      duration  = "300s"
      aligner   = "ALIGN_PERCENTILE_99"
      reducer   = "REDUCE_MAX"
      group_by  = []
      severity  = "CRITICAL"
      advice    = "Facts are committed and nobody hears of them. Look at the log of outbox-relay: is the broker or the database away, is an aggregate parked (`sre status`)?"
    }
    oldest_unacked = {
      title     = "a subscription is behind"
      filter    = "${local.oldest} AND NOT (${local.dead})"
      of        = null
      threshold = 300
      duration  = "300s"
      aligner   = "ALIGN_MAX"
      reducer   = "REDUCE_MAX"
      group_by  = ["resource.label.subscription_id"]
      severity  = "ERROR"
      advice    = "Its function answers with errors, or too slowly. Look at its log, at its instances, and at the database."
    }
    projection_lag = {
      title     = "a read model is behind"
      filter    = "${local.oldest} AND resource.labels.subscription_id=starts_with(\"projector-\") AND NOT (${local.dead})"
      of        = null
      threshold = 60
      duration  = "300s"
      aligner   = "ALIGN_MAX"
      reducer   = "REDUCE_MAX"
      group_by  = ["resource.label.subscription_id"]
      severity  = "WARNING"
      advice    = "Answers are older than a minute (`as_of` says how old). `sre projections list` shows versions that differ."
    }
    dead_letters = {
      title     = "messages were given up"
      filter    = "${local.backlog} AND (${local.dead})"
      of        = null
      threshold = 0
      duration  = "60s"
      aligner   = "ALIGN_MAX"
      reducer   = "REDUCE_SUM"
      group_by  = ["resource.label.subscription_id"]
      severity  = "ERROR"
      advice    = "`sre dlq list` shows them. When the cause is gone, `sre dlq redrive` gives them back; nothing is done twice."
    }
    error_ratio = {
      title     = "more than 5 % of requests fail"
      filter    = "${local.request} AND ${local.ours} AND metric.labels.response_code_class=\"5xx\""
      of        = "${local.request} AND ${local.ours}"
      threshold = 0.05
      duration  = "300s"
      aligner   = "ALIGN_RATE"
      reducer   = "REDUCE_SUM"
      group_by  = ["resource.label.service_name"]
      severity  = "ERROR"
      advice    = "Its log says why; senders and the broker try again."
    }
    refused_by_platform = {
      title     = "webhooks find no instance"
      filter    = "${local.request} AND resource.labels.service_name=\"${var.name}-ingest-alert\" AND metric.labels.response_code=\"429\""
      of        = null
      threshold = 0
      duration  = "0s"
      aligner   = "ALIGN_RATE"
      reducer   = "REDUCE_SUM"
      group_by  = []
      severity  = "CRITICAL"
      advice    = "The platform answered 429, and Alertmanager does not send again. Raise max_instances of ingest_alert in the table; compare with `sre alerts`."
    }
    embedding_backlog = {
      title     = "documents wait for their vectors"
      filter    = local.metric.embedding_waiting
      of        = null
      threshold = 1000
      duration  = "1800s"
      aligner   = "ALIGN_PERCENTILE_99"
      reducer   = "REDUCE_MAX"
      group_by  = []
      severity  = "WARNING"
      advice    = "Search by meaning misses what is newest; search by words does not. Is the model away (SRE_EMBEDDINGS)?"
    }
    connections = {
      title     = "connections to the database run out"
      filter    = "resource.type=\"cloudsql_database\" AND metric.type=\"cloudsql.googleapis.com/database/postgresql/num_backends\""
      of        = null
      threshold = var.max_connection * 0.8
      duration  = "300s"
      aligner   = "ALIGN_MAX"
      reducer   = "REDUCE_SUM"
      group_by  = ["resource.label.database_id"]
      severity  = "ERROR"
      advice    = "The plan allows 60 %; somebody else connects, or connections are not given back."
    }
  }

  absent = merge(
    {
      relay_silence = {
        title    = "the relay is silent"
        filter   = local.metric.relayed
        duration = "600s"
        advice   = "The scheduler calls it every minute. Is the job paused, may its account still call, does the function start?"
      }
    },
    var.watchdog ? {
      watchdog_silence = {
        title    = "no alert has come, not even the one that always fires"
        filter   = local.metric.accepted
        duration = "900s"
        advice   = "Between Prometheus and here something is broken, so that real alerts would not arrive either: Alertmanager, its token, the load balancer, ingest_alert."
      }
    } : {},
  )

  charts = concat(
    [for policy in values(local.above) : policy if policy.of == null],
    [
      { title = "Alerts accepted", filter = local.metric.accepted, aligner = "ALIGN_DELTA", reducer = "REDUCE_MEAN", group_by = [] },
      { title = "Alerts that could not be read", filter = local.metric.quarantined, aligner = "ALIGN_DELTA", reducer = "REDUCE_MEAN", group_by = [] },
      { title = "Requests", filter = "${local.request} AND ${local.ours}", aligner = "ALIGN_RATE", reducer = "REDUCE_SUM", group_by = ["resource.label.service_name"] },
    ],
  )
}
