"""Makes ids and short names of what people typed: letters without accents, digits, hyphens."""

import unicodedata

from turnabout.ids import ID_MAX

# Letters that Unicode does not take apart; written as their languages write them where accents are missing.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "ng",
        "'": "", "’": "", "ʼ": "", "`": "", "´": "", "&": " ",
    }
)  # fmt: skip


def slug(text: str) -> str | None:
    """`text` as an id of at most 40 characters, cut between words, or None where letters or digits would be lost.

    `Zoë O'Neill-Ørsted` is `zoe-oneill-orsted`; a name in another script is None: nobody's name is guessed at.
    """
    lowered = text.casefold().translate(_LETTERS)
    plain = "".join(each for each in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(each))
    words: list[str] = []
    word = ""
    for character in f"{plain.casefold()} ":
        if character.isascii() and character.isalnum():
            word += character
        elif character.isalnum():
            return None
        elif word:
            words.append(word)
            word = ""
    made = "-".join(words)
    while len(made) > ID_MAX and len(words) > 1:
        words.pop()
        made = "-".join(words)
    return made[:ID_MAX] or None
