"""What searches have in common."""

#: So many hits are put in order; of more, a page is found sooner by going through the order (ADR 0010).
FEW = 5_000

#: So many are gone through, the first of the order, before the index of words is asked (ADR 0043).
NEWEST = 5_000

# A letter too many, too few or exchanged with its neighbour is forgiven; the usual 0.6 forgives no exchange.
TOLERANCE = "SELECT set_config('pg_trgm.word_similarity_threshold', '0.4', true)"
