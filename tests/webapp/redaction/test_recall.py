"""How many of the ways in which a name may stand in a text are found, and how many other words are taken for one.

Every name and every way is made by rule (`tests.webapp.redaction.name_variants`); test 17 of the threat model.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import webapp
from tests.webapp.redaction.name_variants import PEOPLE, SAID_OTHERWISE, SHORT_NAMES, people, short_ways, ways
from webapp.leaks.look import Look
from webapp.leaks.names import Alias, Name
from webapp.leaks.spots import Likeness, Spotter
from webapp.leaks.sweep import Sweep
from webapp.redaction.wanted import wanted_in_names

RECALL = 0.99
SHORT_RECALL = 0.97
NEWS_WORDS = 8000
EVERY = 8
"""Of the ways of each name one in so many is tried at each commit, another of the next name."""
PROGRAMMES = Path(webapp.__file__).parent / "demo" / "programmes"
BEFORE, AFTER = ["кеше", "кешке"], ["деді", "ол"]
FALSE_PER_1000_WORDS = 1.0
"""Words of ordinary text that are taken for one name, and are to be dismissed."""


def tried(every: int) -> Iterator[tuple[str, str, list[str], Spotter]]:
    for number, name in enumerate(people()):
        spotter = Spotter(wanted_in_names("her", (name,)))
        for place, (how, words) in enumerate(ways(name)):
            if (place + number) % every == 0:
                yield name, how, words, spotter


def is_found(words: list[str], spotter: Spotter) -> bool:
    """Return whether all words of a name would be taken out."""
    spots = spotter.spots([*BEFORE, *words, *AFTER])
    covered = {n for spot in spots if spot.likeness is not Likeness.RESEMBLES for n in range(spot.first, spot.end)}
    return set(range(len(BEFORE), len(BEFORE) + len(words))) <= covered


def missed(every: int) -> tuple[int, list[tuple[str, str, str]]]:
    all_tried = [(name, how, " ".join(words), is_found(words, spotter)) for name, how, words, spotter in tried(every)]
    return len(all_tried), [(name, how, words) for name, how, words, found in all_tried if not found]


def test_names_are_found_however_they_are_written() -> None:
    assert len(set(people())) == PEOPLE > 200
    count, misses = missed(EVERY)
    assert count > 1000
    assert len(misses) <= (1 - RECALL) * count, misses


@pytest.mark.release
def test_every_name_in_every_way() -> None:
    count, misses = missed(1)
    by_way = Counter(how for _, how, _ in misses)
    print(f"{count - len(misses)} of {count} found; missed: {dict(by_way)}")  # noqa: T201 the figure of the docs
    assert len(misses) <= (1 - RECALL) * count, misses


def missed_of_short(every: int) -> tuple[int, list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Return how many were tried, what is not taken out, and of these what is not even listed as alike."""
    count, misses, silent = 0, [], []
    for number, name in enumerate(SHORT_NAMES.split()):
        spotter = Spotter(wanted_in_names("her", (name,)))
        for place, (how, words) in enumerate(short_ways(name)):
            if (place + number) % every:
                continue
            count += 1
            if not is_found(words, spotter):
                misses.append((name, how, " ".join(words)))
                if not spotter.spots(words):
                    silent.append((name, " ".join(words)))
    return count, misses, silent


def test_short_names_are_found_however_they_are_written() -> None:
    count, misses, silent = missed_of_short(EVERY)
    assert count > 100
    assert len(misses) <= (1 - SHORT_RECALL) * count, misses
    assert silent == []


@pytest.mark.release
def test_every_short_name_in_every_way() -> None:
    count, misses, silent = missed_of_short(1)
    by_length = Counter(len(name) for name, _, _ in misses)
    print(f"{count - len(misses)} of {count} found; missed by length: {dict(by_length)}; silent: {len(silent)}")  # noqa: T201 the figure of the docs
    assert len(misses) <= (1 - SHORT_RECALL) * count, misses
    assert silent == []


@pytest.mark.parametrize("name", SAID_OTHERWISE)
def test_letters_that_change_hide_no_name(name: str) -> None:
    spotter = Spotter(wanted_in_names("her", (name,)))
    assert [word for word in SAID_OTHERWISE[name].split() if not is_found([word], spotter)] == []


def test_everyday_word_in_small_letters_is_listed_and_with_a_capital_it_is_the_name() -> None:
    for name, word in (("Толстой", "толстого"), ("Әли", "әлі"), ("Иса", "ису"), ("Рая", "раю")):
        spotter = Spotter(wanted_in_names("her", (name,)))
        small = [spot.likeness for spot in spotter.spots([word])]
        large = [spot.likeness for spot in spotter.spots([word.capitalize()])]
        assert large == [Likeness.NAME], word
        assert small == [Likeness.NAME if word == "ису" else Likeness.RESEMBLES], word


DERIVED = (
    ("Құрманбек", "Qūrmanbek"),
    ("Құрманбек", "Qurmanbekting"),
    ("Шұбарқұдық", "Şūbarqūdyq"),
    ("Шұбарқұдық", "Шұбарқұдығында"),
    ("Айгүл", "Aigulding"),
    ("Айгүл", "Айгӱлдің"),
    ("Айгүл", "А\u0336й\u0336г\u0336ү\u0336л\u0336"),
    ("Айгүл", "Айгулечка"),
    ("Жанар", "Жанарочке"),
    ("Айгүл", "Айгүлдей"),
    ("Омарова", "Omarovs"),
    ("Омарова", "omarova1990"),
    ("Айгүл Омарова", "t.me/aigulomarova"),
    ("Ақсай", "ақсайлықтардың"),
    ("Павлодар", "павлодарцам"),
    ("Павлодар", "павлодарчане"),
)
"""Words made of a name, and ways to write it that were only listed as alike, or by a sweep not found."""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Айгүл", "Айгүлжан"),
        ("Айгүл", "Айкаға"),
        ("Айгүл Омарова", "Омаровадан Айгүлім"),
        ("Айгүл", "Aygül"),
        ("Анна", "Анечкой"),
        ("Анна", "Нюре"),
        ("Нұрлан", "Нұреке"),
        ("Роза", "розаны"),
        ("Ли", "Лидің"),
        ("Жақсыбаева", "ЖАҚ СЫ БАЕ ВА"),
        ("Күнсұлу", "кэ ү эн эс ұ эль ұ"),
        ("Zhaksybayeva", "Жақсыбаеваның"),
        ("O’Connor", "O’Connor’s"),
        ("Quanysh", "Қуанышты"),
        ("Омарова", "А. Омарова"),
        ("Омарова", "Омарованың А. Б."),
        ("Анна", "Анне Петровне"),
        ("Айгүл", "Айгүл Берікқызының"),
        ("Айгүл", "А\u0301йгүл"),
        ("Айгүл", "Айгүл1998"),
        ("Айгүл", "@aigul_1998"),
        ("Айгүл", "Ajgülding"),
        ("Омарова", "Омар- овой"),
        ("Омарова", "Ом ар ову"),
        ("Омарова", "О-м-а-р-о-в-о-й"),
        ("Динара Каримова", "Ка- римовы"),
        *DERIVED,
    ],
)
def test_is_one(name: str, words: str) -> None:
    assert is_found(words.split(), Spotter(wanted_in_names("her", (name,))))


@pytest.mark.parametrize(("name", "word"), DERIVED)
def test_a_sweep_finds_it_too(name: str, word: str) -> None:
    sure = tuple(each.alias for each in wanted_in_names("her", (name,)) if each.is_sure)
    assert any(True for _ in Look([Name(sure)], resembling=False).find(f"кеше {word} деді"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ли", "болды ма әлі"),
        ("Марат", "Мұрат келді"),
        ("Серік", "Берік айтты"),
        ("Анна", "Ан накты"),
        ("Дана", "Дина келді"),
        ("Нюра", "юрист"),
        ("Зарина", "основной вопрос"),
        ("the woman from Aral", "the woman"),
        ("Олег", "Ольга ответила"),
        ("Омарова", "омар овощ"),
        ("Марина", "Мари не пришла"),
        ("Айбек", "айбат"),
        ("Аян", "Ән айтты"),
        ("Нұр", "a nurse came"),
        ("Әли", "an alien came"),
        ("Ли", "ливни прошли"),
        ("Толстой", "толстого слоя"),
    ],
)
def test_is_another(name: str, words: str) -> None:
    spots = Spotter(wanted_in_names("her", (name,))).spots(words.split())
    assert [spot for spot in spots if spot.likeness is not Likeness.RESEMBLES] == []


def test_what_stands_beside_a_name_and_is_none_stays() -> None:
    spotter = Spotter(wanted_in_names("her", ("Зарина",)))
    for words in ("Зарина основной", "основной Зарина", "Зарина. А", "дневник Зарины", "Ұлы Зарина"):
        tokens = words.split()
        (spot,) = [each for each in spotter.spots(tokens) if each.likeness is not Likeness.RESEMBLES]
        assert spot.end - spot.first == 1, words


def test_what_only_resembles_is_listed() -> None:
    for name, word in (("Жақсыбаева", "Жақсыбаевтар"), ("Айгерім", "Айгерил"), ("Сейтқали", "Сейтқазы")):
        spots = Spotter(wanted_in_names("her", (name,))).spots([word])
        assert [spot.first for spot in spots] == [0], word


def test_few_other_words_are_taken_for_a_name() -> None:
    """The bundled programmes name some of these people: their surnames are rightly found."""
    texts = [(PROGRAMMES / name).read_text().split() for name in ("saxaul.script.txt", "reels.dialogue.txt")]
    named = ("омаров", "жақсыбаев", "гүлнәр", "серік", "дана", "алматы", "аман")
    words, found = 0, 0
    for name in people()[::8]:
        spotter = Spotter(wanted_in_names("her", (name,)))
        for tokens in texts:
            spots = [spot for spot in spotter.spots(tokens) if spot.likeness is not Likeness.RESEMBLES]
            others = [s for s in spots if not tokens[s.first].strip("«").lower().startswith(named)]
            words, found = words + len(tokens), found + len(others)
    assert found * 1000 <= FALSE_PER_1000_WORDS * words


@pytest.mark.release
def test_few_words_of_news_are_taken_for_a_name(shared_data: Path) -> None:
    """Translated news (NTREX-128), which names none of these people."""
    path = shared_data / "linking" / "kk_ntrex128_docs.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for language in ("kk", "ru", "en"):
        tokens = [word for row in rows for word in row[language].split()][:NEWS_WORDS]
        for of, names in (("all", people()[::6]), ("short", SHORT_NAMES.split())):
            found = Counter[bool]()
            for name in names:
                spots = Spotter(wanted_in_names("her", (name,))).spots(tokens)
                found.update(spot.likeness is not Likeness.RESEMBLES for spot in spots)
            sure, alike = (found[each] * 1000 / len(tokens) / len(names) for each in (True, False))
            print(f"{language}, {of} ({len(names)} names): {sure:.2f} sure, {alike:.2f} alike in 1000 words")  # noqa: T201 the figure of the docs
            assert sure <= FALSE_PER_1000_WORDS


def test_what_a_sweep_finds_is_found_here() -> None:
    """Else publishing would be refused for a name that nobody could take out."""
    for name in people()[::24]:
        sweep = Sweep([Name((Alias(name),))], resembling=False)
        for _, words in ways(name):
            text = " ".join(words)
            if any(found.kind in ("name", "split") for _, found in sweep.bytes(text.encode())):
                spots = Spotter(wanted_in_names("her", (name,))).spots(words)
                assert any(spot.likeness is not Likeness.RESEMBLES for spot in spots), (name, text)


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("Bermet Isakova", "is Vermittis Akover who"),
        ("Нұрлан Жақсыбаев", "ол Нурла Нжаксыбаев деді"),
    ],
)
def test_words_that_resemble_a_name_together_are_listed_together(name: str, heard: str) -> None:
    """As a small model wrote it: “Akover” alone is like nothing."""
    spots = Spotter(wanted_in_names("her", (name,))).spots(heard.split())
    assert [(spot.first, spot.end) for spot in spots] == [(1, 3)]
