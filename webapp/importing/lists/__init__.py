"""Lists and folders of programmes."""
