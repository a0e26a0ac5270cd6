"""Measures one row of an evaluation set, a module a sort of set: a row in, its cases out. Knows no files."""
