"""A small Kubernetes API of our own, for the demonstration and for tests: objects, lists, logs, refusals; read only.

It answers as a real one does (recorded from Kubernetes 1.36): statuses and their reasons, versions, selectors, pages.
"""
