"""What is broken and why: faults named from evidence by pure functions. Nothing here reads a cluster.

Start at ``diagnose.py``; ``faults/table.py`` has the faults, ``variants.py`` their forms, ``causes.py`` their order.
"""
