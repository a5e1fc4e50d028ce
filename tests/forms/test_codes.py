"""Every code of the forms is documented once, in order, and none is documented that nothing uses."""

from pathlib import Path

from turnabout.forms.codes import NOTES, Code

PARTS = Path(__file__).resolve().parents[2] / "tooling" / "turnabout" / "forms"


def test_each_code_has_one_note_in_the_order_of_the_codes() -> None:
    assert [note.code for note in NOTES] == list(Code)
    assert [code.value for code in Code] == [f"FORM{number:03}" for number in range(1, len(Code) + 1)]
    assert len({note.title for note in NOTES}) == len(NOTES)


def test_each_code_is_raised_somewhere() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in PARTS.glob("*.py") if path.name != "codes.py")
    assert not [code.name for code in Code if f"Code.{code.name}" not in text]
