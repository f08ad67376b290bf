"""A few words of a programme taken along: as a page, a clip, a picture, in somebody else's page."""
