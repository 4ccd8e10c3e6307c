"""Forms of verbs and expressions of many words, by hand."""

import re

import pytest

from liangrong.research.claims.words.forms import ed_ing, every_form, finite, one_of


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("climb", "climb climbs climbed climbing"),
        ("ease", "ease eases eased easing"),
        ("drop", "drop drops dropped dropping"),
        ("slow", "slow slows slowed slowing"),
        ("gain", "gain gains gained gaining"),
        ("rally", "rally rallies rallied rallying"),
        ("diminish", "diminish diminishes diminished diminishing"),
        ("rise", "rise rises rose risen rising"),
        ("shed", "shed sheds shed shedding"),
        ("leap", "leap leaps leapt leaped leaping"),
    ],
)
def test_a_verb_has_its_forms(verb: str, forms: str) -> None:
    assert every_form(verb) == tuple(forms.split())
    assert finite(verb) == tuple(forms.split())[1:]
    assert ed_ing(verb) == tuple(forms.split())[2:]


@pytest.mark.parametrize(
    ("words", "others"),
    [
        (("up",), ("u", "upp")),
        (("rise", "rises", "risen", "rose"), ("ris", "ros", "risens")),
        (("上升", "上涨", "上", "回升"), ("升", "回", "上跌")),
        (("a.b", "a+b"), ("axb", "aab")),
    ],
)
def test_one_expression_takes_its_words_and_no_others(words: tuple[str, ...], others: tuple[str, ...]) -> None:
    pattern = re.compile(one_of(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert not any(pattern.fullmatch(word) for word in others)


def test_the_longest_word_is_taken_first() -> None:
    found = re.match(one_of(["gain", "gained"]), "gained")
    assert found is not None
    assert found[0] == "gained"
