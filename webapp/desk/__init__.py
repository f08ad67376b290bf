"""What people say to each other and decide about a programme before it is published: comments, overrides, notes."""
