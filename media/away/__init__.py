"""Originals and access copies that lie in a store and, when nobody used them for long, on no disk of the archive.

A file is put there once and held against its hash; it leaves the disk only after the store's copy was read whole and
found right in that moment. Whoever wants it has it brought back, held against its hash again: the disk is a cache.
"""
