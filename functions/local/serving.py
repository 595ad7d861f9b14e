"""How the parts on this machine are served: as every function is where no platform does it."""

from shared.bootstrap.serving import lanes_of_the_front, serve

__all__ = ["lanes_of_the_front", "serve"]
