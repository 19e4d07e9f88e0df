"""What the full-text index holds of a text: the skeletons of its words, and of the stems that they may have."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from volgraph.domain.spelling import skeleton, words
from volgraph.domain.word_forms import stems

Text = tuple[str, str]
"""Words and their language, which may be empty."""


@dataclass(slots=True)
class Words:
    """Skeletons of words as they stand, and of their stems, each once and in their order."""

    exact: dict[str, None] = field(default_factory=dict)
    forms: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[Text]) -> "Words":
        """Return the words of some texts. A word with a hyphen is there as a whole too: `Nursultan`."""
        found = cls()
        for text, language in texts:
            for parts in words(text):
                for word in (*parts, "".join(parts)) if len(parts) > 1 else parts:
                    found.exact[skeleton(word)] = None
                    found.forms.update(dict.fromkeys(sorted(stems(word, language))))
        return found

    def add(self, other: "Words") -> None:
        """Take in other words."""
        self.exact.update(other.exact)
        self.forms.update(other.forms)

    def columns(self) -> tuple[str, str]:
        """Return both as the index takes them."""
        return " ".join(filter(None, self.exact)), " ".join(filter(None, self.forms))
