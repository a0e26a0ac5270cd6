"""The command line: what it can be told to do, exit codes, progress."""
