"""Python's csv module, each row kept by port and protocol. usage: as getservbyport.c"""

import csv
import sys

services = {}
with open("data/service-names-port-numbers.csv", newline="", encoding="utf-8") as registry:
    for row in csv.DictReader(registry):
        services[row["Port Number"], row["Transport Protocol"]] = row


def ask_each(path):
    import time

    with open(path) as questions_file:
        questions = [tuple(line.split()) for line in questions_file]
    start = time.process_time()
    answers = [services.get(question) for question in questions]
    print("look-up", (time.process_time() - start) / len(questions) * 1e9)
    for (port, protocol), row in zip(questions, answers):
        if row:
            print("row", port, protocol, row["Service Name"] or "-")


if sys.argv[1] == "first":
    with open("/proc/self/status") as status:
        peak = next(line.split()[1] for line in status if line.startswith("VmHWM:"))
    print("answer", services["443", "tcp"]["Service Name"], peak)
else:
    ask_each(sys.argv[2])
