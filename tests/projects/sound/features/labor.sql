SELECT date, value AS unrate FROM fred.unrate
