"""Postmortems as they are looked for, and what they promised."""

from shared.projections.postmortem_search.postmortems import postmortems
from shared.projections.projection import Projection

postmortem_search = Projection(name="postmortem_search", version=4, views=(postmortems,))
