"""The pages and addresses of the editor of a whole programme."""
