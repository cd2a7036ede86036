"""The lift lab: the parts of the page of the answer, one file each."""
