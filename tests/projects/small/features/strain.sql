SELECT
  slope.date,
  credit.growth - 2 * slope.slope AS strain,
  vacancies.value AS latest_vacancies
FROM features.slope AS slope
JOIN features.credit AS credit USING (date)
LEFT JOIN rates.vacancies AS vacancies USING (date)
