SELECT as_of AS date, 0 AS y FROM calendar.dates
