SELECT month AS date, 1 AS in_recession FROM nber.turning_points
