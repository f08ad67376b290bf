"""What people must listen to before a programme is approved, in the order of what hurts most, and what they decided."""
