"""Names of more than two hundred people, and every way in which each may stand in a text: made by rule."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from transcribe.linking.names.given_names import GIVEN_NAMES

PEOPLE = 240
SURNAMES = ("Омаров", "Жақсыбаев", "Сейтқали", "Нұрғалиев", "Петренко", "Ильин", "Қожахметов", "Шаяхметов", "Ли", "Цой")
BACK, VOICELESS = set("әеиіөүэюя"), set("бвгғдкқпстфхһцчшщжз")
# fmt: off
KAZAKH_LATIN = dict(zip("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһчшыіэ", (
    "a", "ä", "b", "v", "g", "ğ", "d", "e", "io", "j", "z", "i", "i", "k", "q", "l", "m", "n", "ñ", "o", "ö", "p", "r",
    "s", "t", "u", "ū", "ü", "f", "h", "h", "ch", "ş", "y", "ı", "e"), strict=True)) | {
    "ц": "ts", "щ": "şş", "ъ": "", "ь": "", "ю": "iu", "я": "ia"}
PASSPORT = dict(zip("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһчшыіэ", (
    "a", "a", "b", "v", "g", "g", "d", "e", "yo", "zh", "z", "i", "y", "k", "k", "l", "m", "n", "n", "o", "o", "p", "r",
    "s", "t", "u", "u", "u", "f", "kh", "h", "ch", "sh", "y", "i", "e"), strict=True)) | {
    "ц": "ts", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
RUSSIAN = dict(zip("әғқңөұүһі", "агкноуухи", strict=True))
DOUBLES = dict(zip("асеорхуіАСЕОРХКМТВНІ", "aceopxyiACEOPXKMTBHI", strict=True))
LETTER_NAMES = dict(zip("бвгдзклмнпрстфхцчш", (
    "бэ", "вэ", "гэ", "дэ", "зэ", "ка", "эль", "эм", "эн", "пэ", "эр", "эс", "тэ", "эф", "ха", "цэ", "че", "ша"),
    strict=True))
# fmt: on
UNSEEN = ("\u200b", "\u00ad", "\u2060", "\u200d", "\ufeff")
MISHEARD = (("б", "п"), ("д", "т"), ("г", "к"), ("з", "с"), ("о", "а"), ("и", "е"), ("т", "д"), ("к", "г"))
SHORT_FORMS = {
    "Анна": "Аня Анечка Нюра",
    "Мария": "Маша Маруся",
    "Екатерина": "Катя Катюша",
    "Наталья": "Наташа",
    "Татьяна": "Таня",
    "Ольга": "Оля",
    "Дмитрий": "Дима Митя",
    "Александр": "Саша Шура",
    "Алексей": "Алёша Лёша",
    "Владимир": "Володя Вова",
    "Айгүл": "Айка Гуля",
    "Светлана": "Света",
    "Николай": "Коля",
    "Евгений": "Женя",
    "Василий": "Вася",
    "Нұрлан": "Нұреке",
    "Юлия": "Юля",
    "Константин": "Костя",
    "Михаил": "Миша",
    "Людмила": "Люда",
    "Динара": "Диночка Дина",
}


def people() -> list[str]:
    """Return names: given names alone, and with surnames."""
    given = list(dict.fromkeys(GIVEN_NAMES.split()))
    named = (f"{name} {surname(name, number)}" if number % 3 == 0 else name for number, name in enumerate(given))
    return list(islice(named, PEOPLE))


def surname(name: str, number: int) -> str:
    made = SURNAMES[number // 3 % len(SURNAMES)]
    return made + "а" if name[-1] in "аяье" and made.endswith(("ов", "ев", "ин")) else made


def ways(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield how, and the words that stand for a name so."""
    first, *rest = name.split()
    yield "as written", name.split()
    yield "in capitals", name.upper().split()
    yield "in small letters", name.lower().split()
    yield from (("Kazakh case", [form, *rest]) for form in kazakh_cases(first))
    yield from (("Russian case", [form]) for form in russian_cases(first))
    yield from _in_other_letters(name, first)
    yield from _in_pieces(first)
    yield "fond", [first + "жан"]
    yield "fond", [first + "тай"]
    yield from (("short", [form]) for form in SHORT_FORMS.get(first, "").split())
    yield from (("misheard", [form]) for form in misheard(first))
    if rest:
        yield "the other way round", [*rest, first]
        yield "run together", [name.replace(" ", "")]
        yield from (("a part alone", [part]) for part in (first, *rest) if len(part) >= 3)


def _in_other_letters(name: str, first: str) -> Iterator[tuple[str, list[str]]]:
    for how, table in (("Kazakh Latin", KAZAKH_LATIN), ("passport Latin", PASSPORT), ("Russian letters", RUSSIAN)):
        yield how, written(name, table).split()
        yield f"{how}, case", written(next(kazakh_cases(first)), table).split()
    yield "English possessive", [written(name, PASSPORT) + "’s"]
    yield "look-alikes", [with_doubles(part) for part in name.split()]
    for mark in UNSEEN:
        yield "unseen characters", [mark.join(part) for part in name.split()]


def _in_pieces(first: str) -> Iterator[tuple[str, list[str]]]:
    if len(first) >= 5:
        for cut in range(2, len(first) - 1):
            yield "split in two", [first[:cut], first[cut:]]
    if len(first) >= 3:
        yield "spelt", list(first)
        yield "spelt with hyphens", ["-".join(first)]
        yield "spelt with stops", [".".join(first)]
        yield "spelt by letters' names", [LETTER_NAMES.get(letter, letter) for letter in first.lower()]


def kazakh_cases(word: str) -> Iterator[str]:
    """Yield a name in the six oblique cases of Kazakh, with a possessive and a plural."""
    is_front = next((letter in BACK for letter in reversed(word.lower()) if letter in "аәеиіоөуұүыэюяё"), False)
    last = word[-1].lower()
    vowel = last in "аәеиіоөуұүыэюяё"
    hard = last in VOICELESS and last not in "жзй"
    nasal = last in "мнң"
    e, i = ("е", "і") if is_front else ("а", "ы")
    k = ("к" if is_front else "қ") if hard else ("г" if is_front else "ғ")
    d = "т" if hard else "д"
    yield word + ("н" if vowel or nasal else d) + i + "ң"
    yield word + k + e
    yield word + ("н" if vowel else d) + i
    yield word + d + e
    yield word + ("н" if nasal else d) + e + "н"
    yield word + ("п" if hard else "б" if last in "жз" else "м") + "ен"
    yield word + ("м" if vowel else i + "м")
    yield word + ("т" if hard else "д" if nasal else "л") + e + "р"


def russian_cases(word: str) -> Iterator[str]:
    last = word[-1]
    if last == "а":
        yield from (word[:-1] + ending for ending in ("ы" if word[-2] not in "гкхжшчщ" else "и", "е", "у", "ой"))
    elif last == "я":
        yield from (word[:-1] + ending for ending in ("и", "е", "ю", "ей"))
    elif last in "йь":
        yield from (word[:-1] + ending for ending in ("я", "ю", "ем", "е"))
    elif last not in "әеиіоөуұүыэюё":
        yield from (word + ending for ending in ("а", "у", "ом", "е"))


def written(name: str, table: dict[str, str]) -> str:
    """Return a name in other letters."""
    letters = (table.get(c.lower(), c.lower()).capitalize() if c.isupper() else table.get(c, c) for c in name)
    return "".join(letters)


def with_doubles(word: str) -> str:
    """Return a word with every second letter that has a double in the other alphabet put in its place."""
    return "".join(DOUBLES.get(letter, letter) if number % 2 else letter for number, letter in enumerate(word))


def misheard(word: str) -> Iterator[str]:
    """Yield a name as a recogniser may write it: one sound for another like it, a letter twice, no soft sign."""
    lowered = word.lower()
    if len(word) < 6:
        return
    for said, heard in MISHEARD:
        if said in lowered[1:]:
            place = lowered.index(said, 1)
            yield word[:place] + heard + word[place + 1 :]
    yield word[:3] + word[2:]
    if "ь" in lowered:
        yield word.replace("ь", "")


SHORT_NAMES = """
    Яна Иса Ева Оля Ира Аян Әли Бек Нұр Лев Гүл Шу Ян Ким Юля Аня Айя Ұлан Ая Лия Мұса Зоя Рая Али Ержан Isa Yana Lev
    Gül Olya Катя Саша Дана Абай Юлия
"""
"""Of two letters to five."""
DIPHTHONGS = {"ю": ("yu", "iu", "ju"), "я": ("ya", "ia", "ja"), "ё": ("yo", "io")}
MORE_LATIN = {"қ": ("q", "k"), "й": ("y", "i"), "ы": ("y", "i"), "ж": ("zh", "j"), "х": ("kh", "h"), "ә": ("ä", "a"),
              "ү": ("ü", "u"), "ө": ("ö", "o"), "ш": ("sh", "ş")}  # fmt: skip
SAID_OTHERWISE = {
    "Артём": "Артем Артёма Артема Артемом Artyom Artem А-р-т-е-м Артемнің Артемович Артёмовна",
    "Артем": "Артём Артёму Artyom",
    "Пётр": "Петр Петра Петру Петром Петре Petr Pyotr Pjotr Петрович Петровна Петровну",
    "Семён": "Семен Семена Семену Semyon Semen Семенович",
    "Соловьёв": "Соловьев Соловьева Соловьевой Соловьёвой Solovyov Solovyev Solovev",
    "Соловьёва": "Соловьева Соловьеву Соловьевой",
    "Королев": "Королёв Королёва Korolyov Korolev",
    "Алёна": "Алена Алену Алены Alyona Alena",
    "Фёдор": "Федор Федора Fedor Fyodor Федорович",
    "Павел": "Павла Павлу Павлом Павле Павлович Павловна Павелдің",
    "Лев": "Льва Льву Львом Льве Lev Львович Львовна Левтің",
    "Стрелец": "Стрельца Стрельцу",
    "Бақыт": "Бахыт Бакыт Bakhyt Baqyt Bakyt Бахыта Бақытұлы Бахытович",
    "Рахат": "Рақат Rakhat Rahat Рахатқа Рақаттың",
    "Халида": "Қалида Khalida Halida",
    "Горький": "Горького Горькому Горьким Горьком Gorky",
    "Толстой": "Толстого Толстому Толстым Толстая Tolstoy",
    "Береговой": "Берегового Береговому Береговая",
    "Достоевский": "Достоевского достоевскому Достоевская Dostoevsky",
    "Юлия": "Julia Yuliya Iulia Yulia Юлии Юлией Julija",
    "Айгүл": "Aigul Aygul Ajgul Aigül Айгуль",
    "Шұбарқұдық": "Шубаркудук Шубаркудуке Shubarkuduk Шубаркудык",
    "Тұрсын": "Турсун Tursun Tursyn",
    "Серік": "Серікұлы Серікқызы Сериковна Сериковне Серикович Сериковича Serikuly Serikovich",
    "Сергей": "Сергеевич Сергеевна Сергеевной",
    "Василий": "Васильевич Васильевна",
    "Иса": "Исаевич Исаұлы Исаевна Исақызы",
}
"""Names of which a letter or a vowel changes, and some of what is written for them."""


def short_ways(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield a short name in every case of both languages, and in every usual way to write it in Latin letters."""
    cyrillic = any(letter in RUSSIAN or "а" <= letter <= "я" for letter in name.lower())
    spellings = latin(name) if cyrillic else [name]
    forms = [*kazakh_cases(name), *russian_cases(name)] if cyrillic else []
    for form in forms:
        yield "case", [form]
        yield "case in small letters", [form.lower()]
        yield from (("case, Latin", [each]) for each in latin(form))
    for spelling in spellings:
        for form in (spelling, spelling.upper(), spelling + "’s", spelling + "-"):
            yield "Latin", [form]


def latin(word: str) -> list[str]:
    """Return every way to write a word that two tables for its letters make."""
    made = [""]
    for number, letter in enumerate(word.lower()):
        options = DIPHTHONGS.get(letter) or MORE_LATIN.get(letter) or (PASSPORT.get(letter, letter),)
        if letter == "е" and number == 0:
            options = ("e", "ye")
        made = [start + option for start in made for option in options]
    return [each.capitalize() for each in made]
