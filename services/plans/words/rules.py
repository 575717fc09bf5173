"""How words are read that somebody looks for."""

import re

_JOINED = re.compile(r"\w+(?:-[^\W\d]\w*)+(?![\w-])")
_LAST_WORD = re.compile(r"(?:^|[\s\"])(?!(?:or|and)$)\w[\w'/-]*$", re.IGNORECASE)


def is_unfinished(words: str) -> bool:
    """Whether the last word may be the beginning of one, as while somebody types.

    A word after a minus, or in quotation marks that are closed, is meant as it stands.
    """
    return _LAST_WORD.search(words) is not None


def spread(words: str) -> str:
    """Words that hyphens join are a phrase, so that the last may be unfinished."""
    parts = words.split('"')
    parts[::2] = [_JOINED.sub(r'"\g<0>"', part) for part in parts[::2]]
    return _JOINED.sub(lambda joined: joined[0].replace("-", " "), '"'.join(parts))
