"""The data workspace: what was measured, beside what was predicted."""
