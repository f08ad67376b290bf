"""Sound that comes in pieces, by tus 1.0: for the pages' script with the session, for others by token."""
