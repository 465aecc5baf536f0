"""What a process asks of the kernel for itself. Each case runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import textwrap


def run(script: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    return finished.stdout


def test_a_hardened_process_leaves_no_core_image() -> None:
    said = run("""
        import ctypes, resource
        from telehealth.process import harden
        harden()
        PR_GET_DUMPABLE = 3
        print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0))
    """)
    assert said == "(0, 0) 0\n"


def test_a_child_is_killed_when_its_parent_is_killed() -> None:
    said = run("""
        import os, signal, subprocess, sys, time
        child = (
            "import os, sys, time; from telehealth.process import die_with; die_with(os.getppid());"
            "print(os.getpid(), flush=True); time.sleep(30)"
        )
        parent = (
            "import subprocess, sys, time;"
            "subprocess.Popen([sys.executable, '-c', sys.argv[1]]); time.sleep(30)"
        )
        process = subprocess.Popen([sys.executable, "-c", parent, child], stdout=subprocess.PIPE)
        grandchild = int(process.stdout.readline())
        process.kill()
        process.wait()
        # The pipe closes when the last process that holds it is gone.
        print(process.stdout.read() == b"")
    """)
    assert said == "True\n"


def test_a_child_whose_parent_is_gone_already_ends_at_once() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", "from telehealth.process import die_with; die_with(1); print('lives')"],
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert finished.returncode == -9
    assert finished.stdout == b""


def test_a_process_takes_as_many_open_files_as_it_may_have() -> None:
    said = run("""
        import resource
        from telehealth.process import raise_descriptor_limit
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 512))
        print(raise_descriptor_limit(), resource.getrlimit(resource.RLIMIT_NOFILE))
    """)
    assert said == "512 (512, 512)\n"
