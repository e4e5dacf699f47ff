"""Protocol mh1: end-to-end encrypted conversations whose history belongs to the care team; pure, without I/O or clock."""
