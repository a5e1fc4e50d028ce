"""Finding personal details in free text. Says whether, never what: a complaint must not repeat them."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}:\d{2}\b|\b(?:19|20)\d{2}\b")
# With a plus sign or a leading 0 at least eight digits, in groups of at least two digits otherwise at least nine.
_PHONE = re.compile(
    r"(?<![\w.,/#-])(?:\+|00|0)\d(?:[ ().\u00a0/-]{0,2}\d){7,13}(?!\w)"
    r"|(?<![\w.,/#$€£-])(?:\(\d{2,4}\) ?)?\d{2,4}(?:[ .\u00a0-]\d{2,4}){2,4}(?![\w€$£%])"
)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")  # the apostrophe as it is typed and as it is set
_SECRETS = re.compile(
    r"AGE-SECRET-KEY-1|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{30}|\bgithub_pat_[A-Za-z0-9_]{30}"
    r"|\bglpat-[A-Za-z0-9_-]{20}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[A-Za-z0-9-]{10}|\bsk-[A-Za-z0-9_-]{32}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.",
)
_PASSWORD = re.compile(
    r"\b(?:password|passwort|passcode|palavra-passe|contraseña|mot de passe)\s*(?:is|:|=)\s*\S", re.I
)

# Statements about a person, not words on their own: "accessibility" is a topic, "she is disabled" is not.
_TRAITS = (
    "gay|lesbian|bisexual|homosexual|queer|asexual|transgender|trans|non-binary|pregnant|disabled|autistic|bipolar|"
    "depressed|diabetic|epileptic|dyslexic|muslim|jewish|christian|catholic|protestant|hindu|buddhist|sikh|atheist"
)
_PRIVATE = (
    "disability|illness|disease|diagnosis|pregnancy|religion|faith|sexuality|sexual orientation|ethnicity|race|"
    "skin colou?r|salary|pay grade|birthday|birth date|date of birth|gender identity|depression|therapy|medication|"
    "miscarriage|burn-?out|caste|union membership"
)
_CATEGORIES = re.compile(
    rf"\b(?:i am|i['’]m|he is|he['’]s|she is|she['’]s|they are|they['’]re|who is|came out as|identif(?:y|ies) as)"
    rf"\s+(?:an?\s+|openly\s+)?(?:{_TRAITS})\b"
    rf"|\b(?:my|his|her|their)\s+(?:\w+\s)?(?:{_PRIVATE})\b"
    r"|\bdiagnosed with\b|\bsuffer(?:s|ed|ing)? from\b|\bon sick leave\b|\bin (?:re)?hab\b"
    r"|\b(?:date of birth|born on|salary)\s*(?:is|was|of|:)?\s*[€$£]?\d|\bearns\s+[€$£]?\d"
    r"|\bmember of (?:a|the) (?:trade )?union\b|\bvotes? for the\b",
    re.IGNORECASE,
)


# One of these stands in whatever the two patterns above find; looking for them is ten times quicker.
_SECRET_SIGNS = (
    *("AGE-SECRET-KEY-1", "PRIVATE KEY-----", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-"),
    *("AKIA", "xox", "sk-", "eyJ"),
)
_PASSWORD_SIGNS = ("passwor", "passcode", "palavra-passe", "contraseña", "mot de passe")
_CATEGORY_SIGNS = (
    *("i am", "'m", " is", "'s", " are", "'re", "came out as", "identif", "my", "his", "her", "their", "diagnosed"),
    *("suffer", "sick leave", "hab", "date of birth", "born on", "salary", "earns", "union", "vote"),
)
_DIGIT = re.compile(r"\d")


def has_email(text: str) -> bool:
    """Whether an e-mail address stands in the text."""
    return "@" in text and _EMAIL.search(text) is not None


def has_phone(text: str) -> bool:
    """Whether something written like a telephone number stands in the text; dates and times are none."""
    return _DIGIT.search(text) is not None and _PHONE.search(_DATE.sub(" ", text)) is not None


def has_secret(text: str) -> bool:
    """Whether a private key, an access token or a password stands in the text."""
    # Most texts are ids, dates and words; nothing of this kind is as short.
    if len(text) < 10:
        return False
    return _SECRETS.search(text) is not None or _PASSWORD.search(text) is not None


def may_have_secret(texts: Iterable[str]) -> bool:
    """False only where none of the texts has a secret."""
    together = "\n".join(texts)
    if any(sign in together for sign in _SECRET_SIGNS):
        return True
    folded = together.casefold()
    return any(sign in folded for sign in _PASSWORD_SIGNS)


def has_category(text: str) -> bool:
    """Whether a phrase tells something of a special category about a person; English phrases only, and few of them."""
    folded = text.casefold()
    if folded.isascii() and not any(sign in folded for sign in _CATEGORY_SIGNS):
        return False
    return _CATEGORIES.search(text) is not None


def words(text: str) -> tuple[str, ...]:
    """The words of a text, without regard to case and to how accents are composed."""
    # Letters without accents are composed already; a large program has many names.
    return tuple(_WORD.findall(text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()))


Names = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


def names(people: Iterable[tuple[str, str]], firsts: Collection[str] | None = None) -> Names:
    """(id, name) of people as an index by first word; of names that begin with one of `firsts` only, where given.

    Names of one word are left out: they are words as well.
    """
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for person, name in people:
        parts = words(name)
        if len(parts) > 1 and (firsts is None or parts[0] in firsts):
            index.setdefault(parts[0], []).append((parts, person))
    return {first: tuple(found) for first, found in index.items()}


def plain_first_word(name: str) -> str:
    """The first of the name's `words` where that is plain to see, in place of taking it apart; else no word."""
    first = name.partition(" ")[0]
    return first.lower() if first.isascii() and first.isalpha() else ""


def named_in(text: str, index: Names) -> Iterator[str]:
    """The id of everybody whose full name stands in the text."""
    found = words(text)
    for at, word in enumerate(found):
        for parts, person in index.get(word, ()):
            if found[at : at + len(parts)] == parts:
                yield person
