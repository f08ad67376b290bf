"""What other machines read: catalogue records, feeds, harvesting, IIIF, the API. All of it from the edition."""
