"""How fast a cluster is: real workers beside one, and very many that only sleep."""
