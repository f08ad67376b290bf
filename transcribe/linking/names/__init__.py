"""What names, places and plain words sound like in other languages and scripts."""
