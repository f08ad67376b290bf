"""Bags (BagIt 1.0, RFC 8493): files with the hashes by which anybody can tell whether they are whole."""
