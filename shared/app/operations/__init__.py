"""The one catalogue of operations, and the dispatcher that does what it says."""
