"""The same sound under another name: which recordings of an archive are one, whatever they are encoded in.

`fingerprint` makes numbers of samples, `prints` keeps them with an index, `compare` finds whose numbers lie in whose,
`pairs` keeps what was found; `look` does all of it for one recording. People decide (`webapp.alike`).
"""
