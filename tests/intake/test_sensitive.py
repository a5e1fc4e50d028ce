"""Columns that have no place in a repository are known by their headers."""

import pytest

from turnabout.intake.sensitive import sensitive


@pytest.mark.parametrize(
    "header",
    [
        "Gender", "What is your gender?", "AGE", "Age group", "MaritalStatus", "marital_status", "MonthlyIncome", "DateOfBirth",
        "Date of birth (optional)", "DOB", "Ethnicity / race", "Religion", "Sexual orientation", "Orientation", "Nationality",
        "Do you have a disability?", "Health conditions", "Annual salary", "HourlyRate", "Over18", "StockOptionLevel",
        "Pronouns", "Geschlecht", "Nationalité", "Género", "Salário base", "PerformanceRating", "Trade-union member", "Pay",
        "PercentSalaryHike",
    ],
)  # fmt: skip
def test_sensitive_headers_are_known(header: str) -> None:
    assert sensitive(header)


@pytest.mark.parametrize(
    "header",
    [
        "What stage are you at?", "Languages", "Manager", "Have you done the orientation?", "Department", "Your Name",
        "Which topics do you pay attention to?", "JobLevel", "Page", "Image", "Grace period", "Advantages", "Years at company",
        "What year are you?", "How would you rate our newsletter?", "", "?", "王",
    ],
)  # fmt: skip
def test_other_headers_are_not(header: str) -> None:
    assert sensitive(header) is None


def test_the_word_that_gave_it_away_is_named() -> None:
    assert sensitive("What is your MaritalStatus?") == "marital"
    assert sensitive("Year of birth") == "birth"
