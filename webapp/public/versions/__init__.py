"""What was published of a programme before, what was corrected since, and why it is there no more."""
