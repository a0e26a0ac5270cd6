"""A file becomes an Article: its text, its paragraphs, its metadata. Knows no index and no models."""
