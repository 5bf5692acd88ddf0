"""Files that nobody else may read, since they hold secrets or name people. Each appears whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import click


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet; one that is there stays as it is."""
    with _ending_in_words(file), open(file, "x", encoding="utf-8", opener=_for_us_alone) as new:
        try:
            new.write(text)
            new.flush()
        except OSError:
            file.unlink()
            raise


def write_over(file: Path, content: bytes) -> None:
    """Write a file, in place of what may be there."""
    with _ending_in_words(file), NamedTemporaryFile(prefix=f".{file.name}.", dir=file.parent, delete=False) as new:
        fresh = Path(new.name)
        try:
            new.write(content)
            new.flush()
            fresh.replace(file)
        except OSError:
            fresh.unlink()
            raise


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def _ending_in_words(file: Path) -> Iterator[None]:
    """End, and say why, where a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
