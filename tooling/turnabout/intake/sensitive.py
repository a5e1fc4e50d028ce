"""Recognises columns that have no place in a repository, by words in their headers.

Sensitive are the special categories of data (origin, belief, health, orientation, membership of a union), what the
law protects beside them (gender, age, family, disability) and pay. The list is of whole words, in English and a few
in French, German, Portuguese and Spanish; it errs on the side of leaving a column out.
"""

import re
import unicodedata

# Single words, without accents.
_WORD_LIST = """
    age aged dob birth birthday birthdate birthplace gender sex sexes sexual sexuality lgbt lgbtq lgbtqi lgbtqia queer
    transgender pronoun pronouns ethnicity ethnic ethnicities race races racial caste religion religions religious faith
    nationality nationalities citizenship immigration migrant refugee marital married spouse pregnancy pregnant maternity
    paternity disability disabilities disabled impairment health medical diagnosis illness sickness neurodivergent
    neurodiversity neurodiverse salary salaries income wage wages compensation remuneration bonus payroll political politics
    criminal conviction convictions passport ssn veteran biometric genetic
    geschlecht geburtsdatum geburtstag gehalt behinderung staatsangehorigkeit familienstand
    sexe naissance salaire nationalite
    genero edad sexo nacimiento salario discapacidad nacionalidad
    idade nascimento deficiencia nacionalidade
"""
_WORDS = frozenset(_WORD_LIST.split())
# Words that are sensitive only together.
_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "hourly rate", "daily rate", "monthly rate", "pay grade", "pay band", "base pay", "pay rate", "salary hike",
        "stock option", "over 18", "year of birth", "years old", "how old", "family status", "civil status",
        "parental status", "number of children", "trade union", "union membership", "social security", "national insurance",
        "tax id", "performance rating", "skin colour", "skin color", "country of origin", "situation familiale",
    )
)  # fmt: skip
# Headers that are sensitive only where they are the whole header: in a sentence they mean something else.
_WHOLE = frozenset(
    {"orientation", "pay", "status marital", "union", "origin", "belief", "beliefs", "children", "visa", "alter"}
)
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def words_of(header: str) -> tuple[str, ...]:
    """The words of a header in lower case without accents; `MaritalStatus` has two."""
    joined = unicodedata.normalize("NFKD", header.replace("’", "").replace("'", ""))
    plain = "".join(each for each in joined if not unicodedata.combining(each))
    return tuple(word.lower() for word in _TOKEN.findall(plain))


def sensitive(header: str) -> str | None:
    """The words that make the header sensitive, such as `marital` in `MaritalStatus`, or None."""
    words = words_of(header)
    if " ".join(words) in _WHOLE:
        return " ".join(words)
    for word in words:
        if word in _WORDS:
            return word
    for together in _PHRASES:
        if any(words[start : start + len(together)] == together for start in range(len(words))):
            return " ".join(together)
    return None
