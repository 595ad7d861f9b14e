"""The one table of operations, and the desk that does what it says."""
