"""What happens: synthetic visitors walk a map, with and without a policy."""
