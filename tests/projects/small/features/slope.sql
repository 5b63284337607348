-- Both rates come out together.
SELECT
  long.date,
  long.value - short.value AS slope,
  CASE WHEN long.value < short.value THEN 1 ELSE 0 END AS inverted
FROM rates.long AS long
JOIN rates.short AS short USING (date)
