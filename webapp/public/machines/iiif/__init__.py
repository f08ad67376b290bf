"""IIIF Presentation 3 and Content Search 2: a programme in viewers that libraries use for sound."""
