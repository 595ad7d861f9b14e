"""Everything of an installation in one file, and an installation out of it again."""
