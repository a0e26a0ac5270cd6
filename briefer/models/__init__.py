"""Models, where their files come from, and the prompts they are asked with. Knows no articles."""
