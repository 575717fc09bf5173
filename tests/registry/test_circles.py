"""A circle is found wherever one begins to look, and a long way up is no circle."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.registry.circles import in_circles

CODES = st.sampled_from("abcdefgh")


@settings(max_examples=50)
@given(st.dictionaries(CODES, st.none() | CODES))
def test_a_record_lies_on_a_circle_when_going_up_from_it_leads_back(
    above: dict[str, str | None],
) -> None:
    def comes_back(code: str) -> bool:
        here = above.get(code)
        for _ in above:
            if here is None or here == code:
                break
            here = above.get(here)
        return here == code

    assert in_circles(above) == {code for code in above if comes_back(code)}


def test_each_link_of_ten_thousand_is_followed_once() -> None:
    chain = {f"{number}": f"{number + 1}" for number in range(10_000)}

    assert in_circles(chain) == set()
    assert len(in_circles(chain | {"10000": "0"})) == len(chain) + 1
