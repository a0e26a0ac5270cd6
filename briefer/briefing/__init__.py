"""From a topic to a one-page brief. Knows no formats."""
