"""Everything that goes out or comes in: pictures, documents, exchange."""
