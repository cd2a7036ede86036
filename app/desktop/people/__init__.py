"""The personas workspace: who travels, as a gallery, a sheet with traits, a portrait, and two side by side."""
