"""Kazakh in Latin letters: a golden set, and what holds of every text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcribe.kazakh_letters import LETTERS, to_latin

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN_ALPHABET = set("aäbdefgğhıijklmnñoöpqrsştuūüvyz")
GOLDEN = """
Қазақстан Qazaqstan | Республикасы Respublikasy | Астана Astana | Алматы Almaty | Қызылорда Qyzylorda
Шымкент Şymkent | Арал Aral | Жезқазған Jezqazğan | Өскемен Öskemen | Үржар Ürjar | Ақтөбе Aqtöbe
Маңғыстау Mañğystau | Түркістан Türkıstan | Семей Semei | Ұлытау Ūlytau | Іле Ile | Індер Inder
мұрағат mūrağat | әліпби älıpbi | тіл tıl | сөз söz | күн kün | бұл būl | ұлт ūlt | үй üi | өмір ömır
жаңа jaña | таң tañ | шаң şañ | қала qala | ғылым ğylym | аға ağa | әке äke | әйел äiel | гүл gül
су su | сулу sulu | тау tau | келу kelu | бару baru | оқу oqu | уақыт uaqyt | дәуір däuır | қуат quat
ми mi | ине ine | бие bie | қиын qiyn | жиын jiyn | тиын tiyn | сый syi | кейін keiın | айы aiy
үйі üiı | қойы qoiy | сөйлесіп söilesıp | қылмыс qylmys | ыстық ystyq | ішкі ışkı | іргелі ırgelı
хабар habar | хат hat | қаһарман qaharman | жиһан jihan | айдаһар aidahar | шаһар şahar
ащы aşşy | тұщы tūşşy | кеще keşşe | щетка şşetka | борщ borşş
цирк tsirk | цех tseh | станция stantsiia | милиция militsiia | конституция konstitutsiia
чек tşek | чемпион tşempion | матч mattş | Чехов Tşehov | Чили Tşili
экран ekran | эфир efir | поэзия poeziia | аэропорт aeroport | Эльмира Elmira
самолёт samoliot | ёлка iolka | Пётр Piotr | Королёв Koroliov
аю aiu | қою qoiu | Юра İura | юрист iurist | бюджет biudjet | меню meniu | сәкен säken
ая aia | қия qiia | Ярослав İaroslav | яхта iahta | химия himiia | Мария Mariia | тарихи tarihi
объект obekt | субъект subekt | подъезд podezd | альбом albom | роль rol | Гоголь Gogol | июль iiul
фабрика fabrika | вагон vagon | Виктор Viktor | Федоров Fedorov | август avgust
ҚР QR | БҰҰ BŪŪ | АҚШ AQŞ | ТМД TMD | ТЖМ TJM | ІІМ IIM | ИИН İİN | ЦСКА TSSKA | ЧП TŞP | ЮНЕСКО İUNESKO
ТЮЗ TİUZ | ЯЖ İAJ | СССР SSSR | ЖИТС JİTS | ЩЦ ŞŞTS | Й İ | Я İa | «Я» «İa» | И. İ. | Ю.А. İu.A.
Гүлнар Gülnar | Жақсыбаева Jaqsybaeva | Нұрсұлтан Nūrsūltan | Тоқаев Toqaev | Әбіш Äbış | Кекілбайұлы Kekılbaiūly
Мұхтар Mūhtar | Әуезов Äuezov | Ыбырай Ybyrai | Ілияс Iliias | Жансүгіров Jansügırov | Ғабит Ğabit | Мүсірепов Müsırepov
сексеуіл sekseuıl | көшет köşet | теңіз teñız | қайтпаса qaitpasa | облысы oblysy | ауданы audany | ауылы auyly
2018-жылы 2018-jyly | «Азаттық» «Azattyq» | радиосы radiosy | XXI XXI | Wi-Fi Wi-Fi | COVID-тен COVID-ten
"""


def golden() -> list[tuple[str, str]]:
    pairs = [pair.split() for line in GOLDEN.strip().splitlines() for pair in line.split(" | ")]
    return [(cyrillic, latin) for cyrillic, latin in pairs]


@pytest.mark.parametrize(("cyrillic", "latin"), golden())
def test_golden_set(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin
    assert to_latin(unicodedata.normalize("NFD", cyrillic)) == latin


def test_golden_set_has_every_letter_and_is_large_enough() -> None:
    words = [cyrillic for cyrillic, _ in golden()]
    assert len(words) >= 80
    assert set(ALPHABET) <= {letter for word in words for letter in word}


def test_every_letter_of_the_alphabet_is_written_in_the_other() -> None:
    assert set(LETTERS) == set(ALPHABET) | set(ALPHABET.upper())
    assert {letter for small in ALPHABET for letter in LETTERS[small][0]} == LATIN_ALPHABET
    for small in ALPHABET:
        in_word, in_capitals = LETTERS[small.upper()]
        assert len(in_word) == len(in_capitals) == len(LETTERS[small][0])
        assert in_capitals == in_capitals.upper()


@given(st.text(st.sampled_from(ALPHABET + ALPHABET.upper() + " .,–0aZ"), max_size=60))
@example("ЁЛКА")
def test_no_cyrillic_is_left_and_lengths_are_those_of_the_letters(text: str) -> None:
    latin = to_latin(text)
    assert not any("Ѐ" <= letter <= "ӿ" for letter in latin)
    small = text.lower()
    pairs, signs = sum(map(small.count, "ёцчщюя")), sum(map(small.count, "ъь"))
    assert len(latin) == len(text) + pairs - signs


@given(st.text(max_size=60))
def test_what_is_latin_stays_as_it_is(text: str) -> None:
    once = to_latin(text)
    assert to_latin(once) == once
