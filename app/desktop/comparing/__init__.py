"""Two maps side by side: their stages aligned, scrolled together, differences marked and listed in words."""
