-- The alarm at 0.50 is decided on the published precision; an unrounded gap can miss it by 1e-15.
SELECT
  as_of,
  sahm_gap
FROM features.labor
WHERE sahm_gap <> round(sahm_gap, 2)
