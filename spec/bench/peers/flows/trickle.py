"""How long after a row is written its answer is there.

usage: trickle.py ROWS FILE COMMAND...

Writes the first lines of the file to the command through a pipe, one at a time, and prints for each
how many microseconds passed until the command had written a line. The first two lines, of which one
may be a header, are not counted. Stops if no answer comes within a second, and prints that second.
"""

import os
import select
import subprocess
import sys
import time

LONGEST = 1.0  # seconds
PAUSE = 0.002  # in which the command waits for input again


def lines_within(stream, count, seconds):
    """Reads until so many lines are there. Returns whether they came in time."""
    limit = time.perf_counter() + seconds
    while count > 0:
        ready, _, _ = select.select([stream], [], [], max(0, limit - time.perf_counter()))
        if not ready:
            return False
        count -= os.read(stream, 65536).count(b"\n")
    return True


rows = int(sys.argv[1])
with open(sys.argv[2], "rb") as file:
    lines = [next(file) for _ in range(rows + 2)]
command = subprocess.Popen(
    sys.argv[3:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
)
source, answers = command.stdin.fileno(), command.stdout.fileno()
os.write(source, lines[0] + lines[1])
in_time = lines_within(answers, 2, LONGEST)
for line in lines[2:]:
    if not in_time:
        print(LONGEST * 1e6)
        break
    time.sleep(PAUSE)
    start = time.perf_counter()
    os.write(source, line)
    in_time = lines_within(answers, 1, LONGEST)
    if in_time:
        print((time.perf_counter() - start) * 1e6)
command.kill()
