"""Feeds of broadcasters (RSS, Atom, podcasts): asked only when a person says so, and never published by themselves."""
