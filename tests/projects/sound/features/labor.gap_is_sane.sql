SELECT * FROM features.labor WHERE unrate > 50
