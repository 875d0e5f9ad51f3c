"""Measures one run of a typesetter, in a process of its own, and says so as JSON.

measure.py run COMMAND ...        the whole process, from its start to its end
measure.py typst FROM FONTS TO    Typst's own compile call alone; its package is a Python module,
                                  and the interpreter's start does not count against it
Memory is the largest that the process had; for Typst that includes the interpreter's (10 MB).
Of a command with processes of its own, it is the largest of them.
"""

import json
import os
import resource
import sys
import time


def run(command):
    began = time.perf_counter()
    pid = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(pid, 0)
    took = time.perf_counter() - began
    if status != 0:
        sys.exit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return took, used


def typst(source, fonts, to):
    import typst

    began = time.perf_counter()
    typst.compile(source, output=to, font_paths=[fonts], ignore_system_fonts=True)
    took = time.perf_counter() - began
    return took, resource.getrusage(resource.RUSAGE_SELF)


kind, *words = sys.argv[1:]
took, used = run(words) if kind == "run" else typst(*words)
cpu = used.ru_utime + used.ru_stime
print(json.dumps({"took_s": took, "cpu_s": cpu, "peak_mb": used.ru_maxrss / 1024}))
