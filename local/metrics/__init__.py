"""A small Prometheus of our own: what the cluster's state was over time, and the queries that are asked of it."""
