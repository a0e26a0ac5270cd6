"""Measures the program on evaluation sets. Nothing outside it knows a metric."""
