"""Three months of an invented company that sells ferry tickets, told to the writer as it might have happened."""
