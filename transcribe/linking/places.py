"""What places, peoples, months and days are called in the other languages: CLDR, and a list of our own."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

LANGUAGES = ("en", "kk", "ru")

OURS = (
    # Where the names do not sound alike, or CLDR has none. One line, one thing; words of one name joined by “_”.
    "Aral Арал Арал",
    "Caspian Каспий Каспий",
    "Syr_Darya Сырдария Сырдарья",
    "Amu_Darya Әмудария Амударья",
    "Issyk_Kul Ыстықкөл Иссык-Куль",
    "Tian_Shan Тянь-Шань Тянь-Шань",
    "Balkhash Балқаш Балхаш",
    "Ural Жайық Урал",
    "Irtysh Ертіс Иртыш",
    "Almaty Алматы Алма-Ата",
    "Astana Астана Астана",
    "Nur-Sultan Нұр-Сұлтан Нур-Султан",
    "Bishkek Бішкек Бишкек",
    "Tashkent Ташкент Ташкент",
    "Samarkand Самарқанд Самарканд",
    "Bukhara Бұқара Бухара",
    "Khiva Хиуа Хива",
    "Khujand Худжанд Худжанд",
    "Dushanbe Душанбе Душанбе",
    "Ashgabat Ашхабад Ашхабад",
    "Osh Ош Ош",
    "Fergana Ферғана Фергана",
    "Karakalpakstan Қарақалпақстан Каракалпакстан",
    "Semey Семей Семей",
    "Oskemen Өскемен Усть-Каменогорск",
    "Uralsk Орал Уральск",
    "Petropavl Петропавл Петропавловск",
    "Baikonur Байқоңыр Байконур",
    "Moscow Мәскеу Москва",
    "Beijing Бейжің Пекин",
    "Xinjiang Шыңжаң Синьцзян",
    "Urumqi Үрімші Урумчи",
    "Europe Еуропа Европа",
    "European Еуропа Европейский",
    "Asia Азия Азия",
    "Africa Африка Африка",
    "Soviet Кеңес Советский",
    "Britain Британия Британия",
    "England Англия Англия",
    "Scotland Шотландия Шотландия",
    "Wales Уэльс Уэльс",
    "Kazakh қазақ казах",
    "Kazakhs қазақтар казахи",
    "Kyrgyz қырғыз киргиз",
    "Uzbek өзбек узбек",
    "Tajik тәжік таджик",
    "Turkmen түрікмен туркмен",
    "Uyghur ұйғыр уйгур",
    "Karakalpak қарақалпақ каракалпак",
    "Dungan дүңген дунган",
    "Tatar татар татар",
    "Russian орыс русский",
    "Russian ресей российский",
    "Russians орыстар русские",
    "Chinese қытай китайский",
    "Turkish түрік турецкий",
    "American америка американский",
    "British британия британский",
    "English ағылшын английский",
    "German неміс немецкий",
    "French француз французский",
    "Italian италия итальянский",
    "Spanish испан испанский",
    "Japanese жапон японский",
    "Korean корей корейский",
    "Indian үнді индийский",
    "Iranian иран иранский",
    "Muslim мұсылман мусульманин",
    "Muslims мұсылман мусульмане",
    "Islam ислам ислам",
    "Christian христиан христианин",
    "US АҚШ США",
    "USA АҚШ США",
    "UK Ұлыбритания Великобритания",
    "UN БҰҰ ООН",
    "EU ЕО ЕС",
    "NATO НАТО НАТО",
    "USSR КСРО СССР",
)
MONTHS_AND_DAYS = ("months", "days")


def called(name: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return what a thing is called in any language, each as lower-case words, the name itself among them.

    :param name: lower-case words: ``("united", "states")``.
    """
    return frozenset({name}).union(*(_table()[meaning] for meaning in _meanings().get(name, ())))


def longest_name() -> int:
    """Return how many words the longest known name has."""
    return max(map(len, _meanings()))


@cache
def _table() -> tuple[frozenset[tuple[str, ...]], ...]:
    """Return one set of names a thing."""
    lines = [frozenset(_words(name.replace("_", " ")) for name in line.split()) for line in OURS]
    return (*lines, *_cldr())


@cache
def _meanings() -> dict[tuple[str, ...], tuple[int, ...]]:
    """Return which lines of the table know a name."""
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for meaning, names in enumerate(_table()):
        for name in names:
            found[name].append(meaning)
    return {name: tuple(meanings) for name, meanings in found.items()}


def _cldr() -> tuple[frozenset[tuple[str, ...]], ...]:
    from babel import Locale  # noqa: PLC0415 (reads megabytes of names)

    locales = [Locale(language) for language in LANGUAGES]
    territories = [str(code) for code in locales[0].territories if len(str(code)) == len("KZ")]
    names = [
        frozenset(_words(str(locale.territories[code])) for locale in locales if code in locale.territories)
        for code in territories
    ]
    for kind in MONTHS_AND_DAYS:
        tables = [getattr(locale, kind)["stand-alone"]["wide"] for locale in locales]
        names += [frozenset(_words(str(table[key])) for table in tables) for key in tables[0]]
    return tuple(names)


def _words(name: str) -> tuple[str, ...]:
    return tuple(name.lower().replace("-", " ").split())
