"""What is read off the line that says how a text was broadcast."""

from __future__ import annotations

import pytest

from webapp.importing.pages.broadcast import is_broadcast_line, read_broadcast

LINES: tuple[tuple[str, dict[str, str | None]], ...] = (
    (
        "[A report on Kazak radio Zhetisay by Marat Kali of Lantern Media, part of project Open Air funded by "
        "Norsk Fond.]",
        {
            "medium": "radio",
            "language": "kk",
            "broadcaster": "Zhetisay",
            "parent": "Lantern Media",
            "project": "Open Air",
            "funder": "Norsk Fond",
        },
    ),
    (
        "A report on Kazakh radio by Azamat FM of the Steppe Radio Union, part of the “Clear Voices” project "
        "funded by the Ostrava Trust.",
        {
            "medium": "radio",
            "language": "kk",
            "broadcaster": "Azamat FM",
            "parent": "Steppe Radio Union",
            "project": "Clear Voices",
            "funder": "Ostrava Trust",
        },
    ),
    (
        "The audio programme, in Russian and Kyrgyz, went out on national radio stations in the country. It was "
        "produced under two "
        "projects: Young Voices of the Valley, funded by the Western Union of States; and Bridges Not Borders, "
        "funded by the "
        "Foreign Ministry of Westmark.",
        {
            "medium": "radio",
            "language": "ru",
            "broadcaster": None,
            "project": "Young Voices of the Valley; Bridges Not Borders",
            "funder": "Western Union of States; Foreign Ministry of Westmark",
        },
    ),
    (
        "This programme was broadcast in Kazak on Radio Aidyn, part of Free Steppe Broadcasting. It was made "
        "with support from the Hallberg Foundation.",
        {
            "medium": "radio",
            "language": "kk",
            "broadcaster": "Radio Aidyn",
            "parent": "Free Steppe Broadcasting",
            "project": None,
            "funder": "Hallberg Foundation",
        },
    ),
    (
        "First broadcast on Radio Aidyn’s Kazakh Service on 3 May 2010.",
        {"medium": "radio", "language": "kk", "broadcaster": "Radio Aidyn", "service": "Kazakh Service"},
    ),
    (
        "[This report aired on Steppe Television, a channel run by the Altai Company, in Kazakh; funded by Fund "
        "for Open News.]",
        {
            "medium": "television",
            "language": "kk",
            "broadcaster": "Steppe Television",
            "parent": "Altai Company",
            "funder": "Fund for Open News",
        },
    ),
    (
        "This story was carried by Radio Tau, which belongs to Tau Media Holding, as part of the project “Voices "
        "of Women”, supported by the Lumen Foundation.",
        {
            "medium": "radio",
            "broadcaster": "Radio Tau",
            "parent": "Tau Media Holding",
            "project": "Voices of Women",
            "funder": "Lumen Foundation",
        },
    ),
    (
        "An interview on Uzbek-language radio station Bahor, produced within the framework of the project Water "
        "for All, financed by the Delta Agency.",
        {
            "medium": "radio",
            "language": "uz",
            "broadcaster": "Bahor",
            "project": "Water for All",
            "funder": "Delta Agency",
        },
    ),
    (
        "A feature on Kazak television channel Qaragai TV by Sara Beken of Qaragai Group, part of the project "
        "Local Eyes funded by Tern Fund.",
        {
            "medium": "television",
            "language": "kk",
            "broadcaster": "Qaragai TV",
            "parent": "Qaragai Group",
            "project": "Local Eyes",
            "funder": "Tern Fund",
        },
    ),
    (
        "This article was produced as part of the project Justice Watch, funded by the Endowment for Fair Courts.",
        {"medium": None, "language": None, "project": "Justice Watch", "funder": "Endowment for Fair Courts"},
    ),
    (
        "Produced for the podcast “Dala”, in Kazakh, with the financial support of the Orlov Centre.",
        {"medium": "online", "language": "kk", "funder": "Orlov Centre"},
    ),
    (
        "Репортаж прозвучал на казахском языке в эфире радио «Дала» в рамках проекта «Открытый эфир» при "
        "поддержке фонда «Север».",
        {
            "medium": "radio",
            "language": "kk",
            "broadcaster": "радио «Дала»",
            "project": "Открытый эфир",
            "funder": "фонда «Север»",
        },
    ),
    (
        "Бұл репортаж қазақ тілінде «Дала» радиосында таратылды.",
        {"medium": "radio", "language": "kk", "broadcaster": "«Дала» радиосы"},
    ),
    (
        "The report, in Kazak, was broadcast by Radio Arqa, owned by the Arqa Trust.",
        {"medium": "radio", "language": "kk", "broadcaster": "Radio Arqa", "parent": "Arqa Trust"},
    ),
)
NO_LINES = (
    "The report said that 40 people had left the village, and nobody has counted them since.",
    "Residents told a local radio station that the water had been brown for a month.",
    "He heard the news on Radio Tau and went home at once.",
    "The programme for the poor was funded by the state until last year.",
    "Three teachers who spoke about broken heating on a local broadcast were dismissed.",
    "A radio ham found the boat.",
)


@pytest.mark.parametrize(("line", "facts"), LINES, ids=[line[:40] for line, _ in LINES])
def test_what_the_line_says(line: str, facts: dict[str, str | None]) -> None:
    assert is_broadcast_line(line)
    read = read_broadcast(line)
    assert {name: read.facts.get(name) for name in facts} == facts


@pytest.mark.parametrize("text", NO_LINES)
def test_a_story_about_radio_is_no_such_line(text: str) -> None:
    assert not is_broadcast_line(text)
