"""What a language model may be asked and may answer. It decides nothing: its word stands beside a proposal as prose."""
