"""What people do to single segments while others work on the same text: change, split, join, take out, undo."""
