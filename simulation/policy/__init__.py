"""The policy: phases, audiences, segments, techniques and the rules that join them."""
