"""Rounds through all files of an archive: is each still what it was, is one gone, is one there that nobody knows?

What a file should be is told by its name or a row where that can be (originals, public sound, versions), and else by
what it was in the round before: bytes that changed though nobody wrote the file are the disk's doing. A round may take
weeks, a part of it each night; what was looked at is kept in ``fixity.db``, and the file looked at longest ago comes
first.
"""
