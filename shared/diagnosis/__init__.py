"""What is broken and why: faults named from evidence by pure functions. Nothing here reads a cluster."""
