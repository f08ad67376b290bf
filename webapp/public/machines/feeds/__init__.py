"""RSS and Atom of the site, a series, a search; what podcast programs want of a programme."""
