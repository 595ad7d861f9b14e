"""Does a search find what a person would? A corpus of documents and the questions that operators ask of it."""
