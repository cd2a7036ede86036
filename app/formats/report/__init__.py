"""Reports: a document of headings, texts, tables and pictures, and what writes it."""
