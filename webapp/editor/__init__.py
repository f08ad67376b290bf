"""The editor of a whole programme: what a browser sends and gets, who is where, what was checked."""
