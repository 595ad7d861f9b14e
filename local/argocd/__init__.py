"""A small Argo CD of our own: applications that follow the fleet's repository, their controller, the REST API (3.x)."""
