"""A small Kubernetes of our own, for the demonstration and for tests: an API with reads and writes, and controllers.

It answers as a real one does (recorded from Kubernetes 1.36): statuses and their reasons, versions, selectors, pages.
"""
