"""Reads a CSV file with Python's csv, decimal and fractions, and judges one column as ews does a DOUBLE.

usage: read_csv.py FILE DELIMITER DECIMAL ENCODING NULLS_AS_JSON
prints a JSON list, an element a row: [key, "missing" | "refused" | the number as float.hex()]
"""

import csv
import fractions
import io
import json
import math
import re
import sys

path, delimiter, mark, encoding, nulls = sys.argv[1:]
missing = {"", *json.loads(nulls)}
CODECS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "latin-1": "iso8859-1", "windows-1252": "cp1252"}
NUMBER = re.compile(rf"[+-]?([0-9]+([{mark}][0-9]*)?|[{mark}][0-9]+)([eE][+-]?[0-9]+)?")


def judged(text):
    if text in missing:
        return "missing"
    if not NUMBER.fullmatch(text):
        return "refused"
    pointed = text.replace(mark, ".")
    value = float(pointed)
    if math.isinf(value):
        return "refused"
    exact = fractions.Fraction(pointed + "0" if pointed.endswith(".") else pointed)
    if value == 0 and exact != 0:
        return "refused"
    is_whole = re.fullmatch(r"[+-]?[0-9]+(\.0*)?", pointed) is not None
    if is_whole and fractions.Fraction(value) != exact:
        return "refused"
    return value.hex()


csv.field_size_limit(10**9)
with open(path, "rb") as file:
    text = file.read().decode(CODECS[encoding])
rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row]
place = rows[0].index("loans")
key = rows[0].index("region")
print(json.dumps([[row[key], judged(row[place])] for row in rows[1:]]))
