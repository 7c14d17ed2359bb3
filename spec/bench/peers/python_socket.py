"""Python's socket.getservbyport. usage: as getservbyport.c"""

import socket
import sys


def name_of(port, protocol):
    try:
        return socket.getservbyport(port, protocol)
    except OSError:
        return None


def ask_each(path):
    import time

    with open(path) as questions_file:
        questions = [line.split() for line in questions_file]
    questions = [(int(port), protocol) for port, protocol in questions]
    start = time.process_time()
    answers = [name_of(port, protocol) for port, protocol in questions]
    print("look-up", (time.process_time() - start) / len(questions) * 1e9)
    for (port, protocol), name in zip(questions, answers):
        if name:
            print("row", port, protocol, name)


if sys.argv[1] == "first":
    name = name_of(443, "tcp")
    with open("/proc/self/status") as status:
        peak = next(line.split()[1] for line in status if line.startswith("VmHWM:"))
    print("answer", name, peak)
else:
    ask_each(sys.argv[2])
