"""The repository of manifests of the invented company: who runs what, and the commit that broke it."""
