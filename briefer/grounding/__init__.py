"""From a library to statements that stand: retrieve, read, write, cite, check. Knows no questions and no briefs."""
