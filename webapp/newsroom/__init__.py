"""The staff's app: every route needs a login."""
