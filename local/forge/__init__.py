"""A small GitHub of our own over the fleet's repository: its pull requests, and merges that git makes."""
