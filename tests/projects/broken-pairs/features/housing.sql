-- nobody declares it
SELECT 1
