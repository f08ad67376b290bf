"""Pages of people: one's own account, how one signs in, and what an admin says of others."""
