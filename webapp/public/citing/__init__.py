"""How to cite a programme: in words, by three styles, and as files for programs that keep references."""
