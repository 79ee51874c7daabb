"""What the commands that outsiders use have in common."""

import argparse
import sys
from typing import NoReturn

MALFORMED = 2


class OneSentence(argparse.ArgumentParser):
    """A parser that refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with code 2."""
        refuse(message)


def refuse(sentence: str) -> NoReturn:
    """Say on standard error what is wrong, and end with code 2."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(MALFORMED)


def at_least(fewest: int) -> "_AtLeast":
    """Return a reader of whole numbers that are not below one."""
    return _AtLeast(fewest)


class _AtLeast:
    def __init__(self, fewest: int) -> None:
        self.fewest = fewest

    def __call__(self, word: str) -> int:
        try:
            number = int(word)
        except ValueError:
            number = self.fewest - 1
        if number < self.fewest:
            message = f"a whole number, {self.fewest} or more, should stand here"
            raise argparse.ArgumentTypeError(message)
        return number
