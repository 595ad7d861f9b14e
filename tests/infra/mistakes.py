"""Mistakes that somebody could make in the files, and the one word by which whoever finds it tells them apart."""

from typing import NamedTuple


class Mistake(NamedTuple):
    """``told`` is part of what Terraform says about it."""

    name: str
    file: str
    old: str
    new: str
    told: str


_PUBSUB = "modules/pubsub/main.tf"
_FUNCTIONS = "modules/functions/main.tf"
_SQL = "modules/cloud_sql/main.tf"

FOUND_BY_VALIDATE = (
    Mistake(
        "an argument is misspelled",
        _PUBSUB,
        "ack_deadline_seconds       = each.value.ack_deadline_s",
        "ack_deadline_second = 60",
        "Unsupported argument",
    ),
    Mistake("an argument of a block is misspelled", _PUBSUB, "push_endpoint =", "endpoint =", "Unsupported argument"),
    Mistake(
        "a required argument is left out",
        _PUBSUB,
        "  topic                      = google_pubsub_topic.this[each.value.topic].id\n",
        "",
        "Missing required argument",
    ),
    Mistake(
        "a required argument of a block is left out",
        _SQL,
        "    tier                        = var.database.tier\n",
        "",
        "Missing required argument",
    ),
    Mistake(
        "a required block is left out",
        "modules/secrets/main.tf",
        "  replication {\n    auto {}\n  }\n",
        "",
        "Insufficient replication blocks",
    ),
    Mistake(
        "an argument stands in the wrong block",
        _FUNCTIONS,
        "    scaling {\n",
        '    scaling {\n      timeout = "60s"\n',
        "Unsupported argument",
    ),
    Mistake("a block is misspelled", _PUBSUB, "  retry_policy {", "  retry {", "Unsupported block type"),
    Mistake(
        "a block is given twice",
        _PUBSUB,
        "  retry_policy {",
        '  retry_policy {\n    minimum_backoff = "10s"\n  }\n\n  retry_policy {',
        "Too many retry_policy blocks",
    ),
    Mistake(
        "a map is written as a block",
        "modules/monitoring/main.tf",
        "  labels       = { email_address = each.key }",
        "  labels {\n    email_address = each.key\n  }",
        "Unsupported block type",
    ),
    Mistake(
        "a word stands where a number belongs",
        _SQL,
        "      day          = 2",
        '      day          = "tuesday"',
        "Incorrect attribute value type",
    ),
    Mistake(
        "a value is not a possible one",
        "modules/load_balancer/main.tf",
        'load_balancing_scheme = "EXTERNAL_MANAGED"\n  protocol',
        'load_balancing_scheme = "OUTSIDE"\n  protocol',
        "Value cannot be taken",
    ),
    Mistake(
        "a value of a block is not a possible one",
        "modules/network/main.tf",
        'visibility = "private"',
        'visibility = "hidden"',
        "Value cannot be taken",
    ),
    Mistake(
        "an attribute is referred to that is not there",
        "modules/network/main.tf",
        "network                  = google_compute_network.this.id",
        "network                  = google_compute_network.this.identifier",
        "Unsupported attribute",
    ),
    Mistake(
        "a resource is referred to that is not there",
        _PUBSUB,
        "  topic                      = google_pubsub_topic.dead[each.key].id",
        "  topic                      = google_pubsub_topic.gone[each.key].id",
        "Reference to undeclared resource",
    ),
    Mistake(
        "a variable is misspelled",
        "main.tf",
        "region = var.region",
        "region = var.regoin",
        "Reference to undeclared input variable",
    ),
    Mistake(
        "a module is not given what it needs",
        "main.tf",
        "  push_email     = module.identities.push_email\n",
        "",
        "Missing required argument",
    ),
    Mistake(
        "a module is given what it does not know",
        "modules/scheduler/main.tf",
        'variable "email" { type = string }\n',
        "",
        "Unsupported argument",
    ),
    Mistake(
        "an output is asked for that is not there",
        "outputs.tf",
        "module.registry.repository",
        "module.registry.url",
        "Unsupported attribute",
    ),
    Mistake(
        "a type is misspelled",
        "modules/registry/main.tf",
        'resource "google_artifact_registry_repository"',
        'resource "google_artifact_repository"',
        "Invalid resource type",
    ),
    Mistake(
        "a type of another provider is used",
        "modules/budget/main.tf",
        'resource "google_billing_budget"',
        'resource "aws_budgets_budget"',
        "provider",
    ),
    Mistake(
        "what only the cloud says is given",
        _FUNCTIONS,
        "  location            = var.region\n",
        '  location            = var.region\n  uri                 = "https://example.com"\n',
        "cannot be given",
    ),
    Mistake(
        "two things need each other",
        "locals.tf",
        'SRE_CODER_CACHE             = "/tmp/coder"',
        "SRE_CODER_CACHE             = module.functions[0].names.api",
        "Cycle",
    ),
    Mistake("a brace is lost", "modules/budget/main.tf", "  amount {\n", "  amount \n", '"severity": "error"'),
)

#: Kinds that nobody finds before a real project does; the documentation for operators says the same.
NOT_FOUND = (
    "a name that somebody has already, or that was deleted a moment ago",
    "whoever applies may not do it, an API is off, a quota is reached, the organisation forbids it",
    "a combination that is refused although each argument is right (tier and edition, region and feature)",
    "values that the documentation says in prose only: forms of names, tiers, flags, filters of metrics",
    "references to things outside of the files: an image that was never pushed, a billing account, a domain",
    "what a change does to something that exists: whether it is changed in place or made anew",
    "whether a set's order, or a value that the provider fills in, shows up as a change at each plan",
)
