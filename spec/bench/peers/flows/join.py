"""Adds the service of each flow, with Python's csv. usage: join.py SERVICES FLOWS"""

import csv
import sys

NUMBERS = {"6": "tcp", "17": "udp", "132": "sctp", "33": "dccp"}

names = {}
with open(sys.argv[1]) as services:
    for line in services:
        name, port, protocol = line.split()
        names[port, protocol] = name

with open(sys.argv[2], newline="") as flows:
    rows = csv.reader(flows)
    out = csv.writer(sys.stdout, lineterminator="\n")
    header = next(rows)
    port, protocol = header.index("dst_port"), header.index("proto")
    out.writerow(header + ["service"])
    for row in rows:
        kind = row[protocol]
        row.append(names.get((row[port], NUMBERS.get(kind) or kind.lower()), ""))
        out.writerow(row)
