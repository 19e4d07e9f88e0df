"""Typing errors: which words one may have meant that is none.

Words near to each other share a form with letters left out, which an index can look up: the symmetric delete method,
https://github.com/wolfgarbe/SymSpell. The distance counts letters added, left out, changed, and neighbours swapped
(optimal string alignment, https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance).
"""

from itertools import combinations

_COMPARED = 7
"""How many letters of a word are looked up; the rest only counts for the distance."""


def errors_allowed(word: str) -> int:
    """Return how many errors are forgiven: none in short words and numbers, two in long ones."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2


def shortened(word: str) -> set[str]:
    """Return the beginning of a word without none, one, … of its letters, as many as are forgiven."""
    start = word[:_COMPARED]
    return {
        "".join(start[i] for i in kept)
        for left_out in range(errors_allowed(word) + 1)
        for kept in combinations(range(len(start)), max(len(start) - left_out, 0))
    }


def distance(word: str, other: str, most: int) -> int:
    """Return how many errors lie between two words; `most` + 1 for more than that."""
    if abs(len(word) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        last, before, row = before, row, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
