"""What people decided about links, and how it follows the words that it was about."""
