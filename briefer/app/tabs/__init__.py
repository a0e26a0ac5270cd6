"""The tabs of the workspace, one module each."""
