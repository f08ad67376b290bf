"""Find words in what is said and put others in their place, without touching any word or time beside them."""
