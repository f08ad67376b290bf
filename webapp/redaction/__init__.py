"""What must not be public: who, where it stands, and what is put in its place."""
