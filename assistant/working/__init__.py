"""What has to be worked out of stated figures: differences, shares, changes, last year's values, their reasons."""
