"""Every code of an import is documented once, and the code that raises it is the only one that names it so."""

from turnabout.intake.codes import NOTES, Code


def test_each_code_has_one_note_in_the_order_of_the_codes() -> None:
    assert [note.code for note in NOTES] == list(Code)
    assert [code.value for code in Code] == [f"IMPORT{number:03}" for number in range(1, len(Code) + 1)]
    assert len({note.title for note in NOTES}) == len(NOTES)
