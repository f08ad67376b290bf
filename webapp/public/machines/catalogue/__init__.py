"""A programme's record in the vocabularies of archives, libraries, broadcasters and search engines."""
