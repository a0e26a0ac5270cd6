"""Results that were written earlier: read from their files, held against the articles as they are now."""
