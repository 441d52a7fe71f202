"""The sentences of all beats, also those for tables that need another one: short enough to be read."""

from types import SimpleNamespace

import pytest
from stage_play import act_classes

from scenes.notation import in_words
from scenes.reading import lines_of
from scenes.stage import caption_of

MOST_LINES, MOST_COLUMNS, MOST_WORDS = 2, 42, 18
WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SIZES = (*range(1, 14), 36, 1000, 100_000)
CONDITIONS = ("one_example", "valleys_parallel", "at_optimum", "gradients_agree")


def beats():
    return [
        pytest.param(method, id=f"{act.number} {name}")
        for act in act_classes()
        for name, method in vars(act).items()
        if getattr(method, "is_beat", False)
    ]


def lesson(n_examples: int, **conditions: bool) -> SimpleNamespace:
    """All of a lesson that a sentence asks for."""
    return SimpleNamespace(n_examples=n_examples, **(dict.fromkeys(CONDITIONS, False) | conditions))


def sentences(method) -> set[str]:
    plain = {caption_of(method, lesson(n)) for n in SIZES}
    return plain | {caption_of(method, lesson(n, **{key: True})) for key in method.otherwise for n in SIZES}


@pytest.mark.parametrize("method", beats())
def test_a_sentence_fits_two_short_lines(method):
    for sentence in sentences(method):
        lines = lines_of(sentence)
        assert len(lines) <= MOST_LINES
        assert max(map(len, lines)) <= MOST_COLUMNS, lines
        assert len(sentence.split()) <= MOST_WORDS
        assert " ".join(lines) == sentence


@pytest.mark.parametrize("method", beats())
def test_a_sentence_is_whole(method):
    for sentence in sentences(method):
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence[-1] in ".?"
        assert "{" not in sentence
        assert sentence == " ".join(sentence.split(" "))


@pytest.mark.parametrize("method", beats())
def test_no_sentence_counts_the_rows_of_one_table(method):
    """Numbers of rows come from the lesson: the template has none, and no name of a beat has one."""
    counts = set(WORDS[1:])
    assert not counts & {word.strip(".,:?").lower() for word in method.__doc__.split()} - {"two"}
    assert not counts & set(method.__name__.split("_"))


@pytest.mark.parametrize("method", beats())
def test_other_sentences_ask_the_lesson(method):
    assert set(method.otherwise) <= set(CONDITIONS)


def test_counts_are_words_up_to_twelve():
    assert [in_words(n) for n in range(1, 13)] == WORDS
    assert in_words(13) == "13"
    assert in_words(36) == "36"


@pytest.mark.parametrize("n_examples", [2, 6, 12])
def test_the_count_is_in_the_sentence(n_examples):
    method = next(method.values[0] for method in beats() if "{N}" in method.values[0].__doc__)
    assert WORDS[n_examples - 1] in caption_of(method, lesson(n_examples)).lower()
