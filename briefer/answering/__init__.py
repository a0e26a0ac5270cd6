"""From a question to an answer. Knows no formats."""
