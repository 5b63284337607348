SELECT date, value AS in_recession
FROM usrec.usrec
