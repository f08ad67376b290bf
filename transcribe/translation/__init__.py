"""Machine translation into English: a layer of its own beside the words, never among them."""
