"""What people do with a map, as edits: cards, stages and lanes, links, feelings, and the clipboard.

Every verb reads a project and returns an edit, or an edit and what it made; nothing changes until it is applied.
"""
