SELECT
  country,
  date,
  in_crisis
FROM macro.states
