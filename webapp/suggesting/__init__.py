"""Words that people correct again and again: offered as terms for recognition, and to be replaced everywhere."""
