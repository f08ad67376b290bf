"""A whole programme in a bag: for those who keep archives, not for the public."""
