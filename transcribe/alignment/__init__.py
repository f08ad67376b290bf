"""From a known script to word times: what was said, where, and what the script does not say."""
