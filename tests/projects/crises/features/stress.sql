SELECT
  credit.country,
  credit.date,
  credit.gap - coalesce(policy.real_rate, 0) AS strain
FROM features.credit AS credit
LEFT JOIN features.policy AS policy ON policy.date = credit.date
