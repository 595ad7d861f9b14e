"""What could be done about a fault: plans of typed actions that a person can check. Nothing here changes anything."""
