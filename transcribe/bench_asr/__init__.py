"""How fast and how well recognition hears: beside its peers, against references, and how sure it may be."""
