"""Models as files: brought, verified, read and written in every form that an engine loads."""
