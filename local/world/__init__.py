"""What the bundled cluster, its Argo CD, its forge and its metrics have in common: access, requests, the record."""
