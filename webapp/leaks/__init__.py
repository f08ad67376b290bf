"""Looks for protected names in what is public: in every file, however a name may be written or wrapped."""
