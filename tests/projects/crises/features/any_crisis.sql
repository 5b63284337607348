SELECT
  date,
  max(in_crisis) AS somewhere
FROM macro.states
WHERE country <> 'LV'
GROUP BY date
HAVING count(*) >= 5
