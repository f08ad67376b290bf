"""How things come in that are more than one file: saved pages, lists, folders."""
