"""What tells who somebody is, however it is written; and what only looks like it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.consultation.models import PersonalDataSent
from services.plans.consultation.rules import fingerprint_of, must_not_be_personal

REACHES = (
    "k.mokoena@example.org",
    "k.mokoena\uff20example.org",
    "k.mokoena@b\u00fccher.example",
    "k.mokoena [at] example.org",
    "0825550134",
    "082.555.0134",
    "(082) 555 0134",
    "082/555/0134",
    "0825 550 134",
    "082\u00a0555\u00a00134",
    "082\u2011555\u20130134",
    "\uff10\uff18\uff12\uff15\uff15\uff15\uff10\uff11\uff13\uff14",
    "\u0660\u0668\u0662\u0665\u0665\u0665\u0660\u0661\u0663\u0664",
    "0\u200d8\u200d25550134",
    "+27 82 555 0134",
    "+27 (0)82 555 0134",
    "0027 82 555 0134",
    "+256 772 123456",
    "8001015009087",
    "800101 5009 087",
    "800101 5009 08 7",
)
SAYS_NOTHING = (
    "R 1 250 000 000 in 2026/27, 0.53 of it",
    "R0 of R 12 500 000 000, not 27 821 234 567",
    "from 01.02.2026 to 03.04.2027, or 01/02/2026-03/04/2027",
    "Ward 3, erf 1234, 21 days, phase 2 at 10:30",
    "2026-02-01 2027-02-01 and 2028-02-01",
    "27.4561, 023.1234 is the point",
    "meet @ the hall, at 10. Nobody came",
)


@pytest.mark.parametrize("number", range(len(REACHES)))
def test_how_somebody_is_reached_is_seen_in_any_writing(number) -> None:
    with pytest.raises(PersonalDataSent):
        must_not_be_personal({"comment": f"ask {REACHES[number]}, please"})


@pytest.mark.parametrize("number", range(len(SAYS_NOTHING)))
def test_what_is_no_address_is_taken(number) -> None:
    must_not_be_personal({"comment": SAYS_NOTHING[number]})


def test_unseen_characters_make_no_other_comment() -> None:
    assert fingerprint_of("The road") == fingerprint_of("the\u00a0ro\u200dad")
    assert fingerprint_of("The road") != fingerprint_of("The roads")


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(REACHES), st.integers(min_value=0, max_value=24))
def test_nothing_hides_behind_what_is_not_seen(reach, at) -> None:
    hidden = reach[:at] + "\u200d" + reach[at:]

    with pytest.raises(PersonalDataSent):
        must_not_be_personal({"comment": hidden})
