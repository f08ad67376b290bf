"""Do the tests notice when what protects names is broken on purpose? ``python -m tests.mutation``."""
