"""The index of a folder of articles, and bringing it up to date. Knows no prompts and no language models."""
