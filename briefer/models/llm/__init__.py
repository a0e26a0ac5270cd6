"""Language models: one Protocol, one module a backend. Importing this loads no backend."""
