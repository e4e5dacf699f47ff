"""What supervisors see: the trail, with proof."""
