"""`python -m telehealth` is the same as `telehealth`."""

from telehealth.cli import run

run()
