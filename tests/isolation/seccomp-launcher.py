"""Runs a program behind a filter of system calls: seccomp-launcher.py FILTER PROGRAM ARGUMENT ...

FILTER is a file with a program of struct sock_filter. For machines whose setpriv has no --seccomp-filter yet.
"""
import ctypes
import os
import sys

PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
INSTRUCTION_BYTES = 8


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def main() -> None:
    with open(sys.argv[1], "rb") as file:
        filter_bytes = file.read()
    libc = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(filter_bytes)
    program = Program(len(filter_bytes) // INSTRUCTION_BYTES, ctypes.addressof(buffer))
    for arguments in (
        (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0),
    ):
        if libc.prctl(*arguments) != 0:
            sys.exit(f"the filter is refused: {os.strerror(ctypes.get_errno())}")
    # Without Python's LC_CTYPE: the program gets the environment that this one was given.
    os.execve(sys.argv[2], sys.argv[2:], {})


main()
