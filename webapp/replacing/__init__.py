"""Find and replace over programmes: shown place by place first, then stored as ordinary edits."""
