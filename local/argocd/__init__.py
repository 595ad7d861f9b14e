"""A small Argo CD of our own: applications that follow the fleet's repository, its controller and its REST API (3.x)."""
