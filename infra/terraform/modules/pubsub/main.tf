# Topics, push subscriptions of our own, and what becomes of a message that is refused too often.

variable "project_number" { type = string }
variable "topics" {
  description = "How long each keeps what was published; null where nobody looks back."
  type        = map(string)
}
variable "subscriptions" {
  type = map(object({
    topic           = string
    service         = string
    filter          = string
    ordered         = bool
    ack_deadline_s  = number
    retention       = string
    minimum_backoff = string
    maximum_backoff = string
    # Null of a wake: what is refused for long is forgotten.
    delivery_attempts          = optional(number)
    dead_letters               = optional(string)
    dead_letter_ack_deadline_s = optional(number)
  }))
}
variable "urls" { type = map(string) }
variable "push_email" { type = string }
variable "reviver_email" { type = string }
variable "publishers" {
  type = map(object({ topic = string, member = string }))
}

locals {
  # Who forwards dead letters and signs pushes: the broker itself.
  broker = "serviceAccount:service-${var.project_number}@gcp-sa-pubsub.iam.gserviceaccount.com"
  kept   = { for name, subscription in var.subscriptions : name => subscription if subscription.dead_letters != null }
}

resource "google_pubsub_topic" "this" {
  for_each = var.topics

  name                       = each.key
  message_retention_duration = each.value
}

resource "google_pubsub_topic" "dead" {
  for_each = local.kept

  name = each.value.dead_letters
}

resource "google_pubsub_subscription" "push" {
  for_each = var.subscriptions

  name                       = each.key
  topic                      = google_pubsub_topic.this[each.value.topic].id
  filter                     = each.value.filter
  enable_message_ordering    = each.value.ordered
  ack_deadline_seconds       = each.value.ack_deadline_s
  message_retention_duration = each.value.retention

  # Without an end: a subscription that rests for a month is still needed.
  expiration_policy {
    ttl = ""
  }

  # No wrapper: attributes arrive as headers, so that a function receives a native CloudEvent.
  push_config {
    push_endpoint = "${var.urls[each.value.service]}/"

    no_wrapper {
      write_metadata = true
    }

    oidc_token {
      service_account_email = var.push_email
      audience              = var.urls[each.value.service]
    }
  }

  retry_policy {
    minimum_backoff = each.value.minimum_backoff
    maximum_backoff = each.value.maximum_backoff
  }

  dynamic "dead_letter_policy" {
    for_each = each.value.dead_letters == null ? [] : [each.value.delivery_attempts]

    content {
      dead_letter_topic     = google_pubsub_topic.dead[each.key].id
      max_delivery_attempts = dead_letter_policy.value
    }
  }

  depends_on = [google_pubsub_topic_iam_member.forwards]
}

# What died of an outage is given back by the clock; what dies again waits here for a person.
resource "google_pubsub_subscription" "dead" {
  for_each = local.kept

  name                       = each.value.dead_letters
  topic                      = google_pubsub_topic.dead[each.key].id
  ack_deadline_seconds       = each.value.dead_letter_ack_deadline_s
  message_retention_duration = each.value.retention

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "forwards" {
  for_each = local.kept

  topic  = google_pubsub_topic.dead[each.key].id
  role   = "roles/pubsub.publisher"
  member = local.broker
}

resource "google_pubsub_subscription_iam_member" "takes_out" {
  for_each = local.kept

  subscription = google_pubsub_subscription.push[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = local.broker
}

resource "google_pubsub_subscription_iam_member" "gives_back" {
  for_each = local.kept

  subscription = google_pubsub_subscription.dead[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:${var.reviver_email}"
}

resource "google_service_account_iam_member" "signs" {
  service_account_id = "projects/-/serviceAccounts/${var.push_email}"
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.broker
}

resource "google_pubsub_topic_iam_member" "publishes" {
  for_each = var.publishers

  topic  = google_pubsub_topic.this[each.value.topic].id
  role   = "roles/pubsub.publisher"
  member = each.value.member
}

output "subscriptions" {
  value = keys(google_pubsub_subscription.push)
}
