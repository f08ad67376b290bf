"""How a reader has the words of a programme before them: letters, layers, what is left out."""
