"""Words for what is counted, in English, Kazakh and Russian, so that 40 hectares are not 40 degrees."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from transcribe.linking.names.fold import REMEMBERED

PERCENT = "percent"
YEAR = "year"
"""Of a date."""
YEARS = "years"
"""A length of time."""
DECADE = "decade"
DAY_OF_MONTH = "day of a month"
AGE = "age"
CLOCK = "clock"
"""A time of day, in hours."""
HOUR = "hour"
CURRENCY_SIGNS = frozenset("$€£₸₽")

_WORDS = {
    PERCENT: "=% =percent =pc =pct пайыз процент",
    "degree": "=° =degree =degrees градус",
    "hectare": "=ha hectare гектар =га",
    "kilometre": "=km =kms kilomet километр шақырым =км",
    "metre": "=m =metre =metres =meter =meters метр =м",
    "centimetre": "=cm centimet сантиметр =см",
    "mile": "=mile =miles миля =мили =миль",
    "foot": "=foot =feet =ft фут",
    "inch": "=inch =inches дюйм",
    "kilogram": "=kg =kgs kilogram килограмм =кг =кило келі",
    "gram": "=gram =grams =gramme =grammes =g грамм",
    "tonne": "=t =tonne =tonnes =ton =tons тонна тонн =т",
    "centner": "centner центнер =ц",
    "litre": "=litre =litres =liter =liters литр =л",
    "cubic metre": "текше кубометр",
    "megawatt": "=mw megawatt мегаватт =мвт",
    "dollar": "=$ =usd dollar доллар",
    "euro": "=€ =eur =euro =euros еуро =евро",
    "pound": "=£ =gbp =pound =pounds фунт",
    "tenge": "=₸ =kzt =tenge =tenges теңге тенге =тг",
    "som": "=som =soms =kgs =сом сомға сомды сомның сомнан сомов сомом сомдық",
    "sum": "=sum =sums =uzs =сум =сумов =сума сум",
    "somoni": "somoni сомони",
    "rouble": "=₽ =rub rouble ruble рубль =рубля =рублей =рублям =рублями =рублях =руб",
    "yuan": "yuan юань =юаней =юаня",
    YEARS: "=year =years =yr =yrs жыл =ж =жж =год =года =году =годом =годов =годы =годам =годами =годах =лет =летний "
    "=летняя =летнее =летие =летия =летию =летием =летнего =летней =г =гг",
    "century": "century centuries ғасыр =век =века =веке =веку =веков =веком",
    "month": "=month =months =ай =айда =айдан =айдың =айға =айы =айында =айдағы =айлық =айды =аймен месяц",
    "week": "=week =weeks апта =неделя =недели =неделю =недель =неделе",
    "day": "=day =days күн =тәулік =тәулікте =день =дня =дней =дню =днем =днём =дни =днях =сутки =суток",
    HOUR: "=hour =hours =hr =hrs сағат =час =часа =часов =часу =часам =часами =часах =ч",
    "minute": "=min =mins =minute =minutes минут =мин =минута",
    "second": "=seconds =sec =secs секунд =секунда",
    AGE: "=aged =жас =жаста =жасқа =жастан =жасы =жасында =жасындағы =жасына =жасынан =жасар =жасты =жастағы =жасаған "
    "=жастың",
    "person": "=person =people =persons =inhabitants =residents =participants адам кісі тұрғын =человек =человека "
    "=человеку =людей =людям =людьми =жителей =жителя =душ",
    "woman": "=woman =women әйел =қыз =қызы =қыздың =қызды =женщина =женщины =женщин =женщинам",
    "man": "=man =men еркек =ер =мужчина =мужчины =мужчин =мужчинам",
    "child": "=child =children =kids бала =балалы =дети =детей =детям =детьми =ребенок =ребёнок =ребенка =ребёнка",
    "family": "=family =families отбасы =семья =семьи =семей =семье =семьям =семью",
    "household": "=household =households шаңырақ =двор =дворов",
    "head": "=head қой жылқы сиыр ешкі түйе мал =голов",
    "square metre": "шаршы",
    "kilowatt": "киловатт =квт",
}  # fmt: skip
_FAMILY = {
    **dict.fromkeys(("person", "woman", "man", "child", "head", "family", "household"), "beings"),
    **dict.fromkeys((AGE, YEARS), "years"),
    **dict.fromkeys((CLOCK, HOUR), "hours"),
    **dict.fromkeys((YEAR, DECADE), "dates"),
    **dict.fromkeys((DAY_OF_MONTH, "day"), "days"),
    **dict.fromkeys(("square metre", "cubic metre", "metre"), "metres"),
    **dict.fromkeys(("som", "sum"), "soms"),
}
"""Units that texts and recognisers exchange: two men are two people, a woman of 44 years is one aged 44, and the money
of Kyrgyzstan and that of Uzbekistan sound alike and are both written som and sum."""

KAZAKH_ENDINGS = re.compile(
    r"(?:[лдт][ае]р|[іы]мыз|іміз|мыз|міз|с?[іы]н?|[ндт][іы]ң?|[ғгқкн][ае]|н?[дт][ае]н?|н[ае]н|[мбп]ен|[лдт][іы][кқ]?"
    r"|[дт][ае]й|ш[ае]|[ғгқк][іы]|с[іы]з){0,4}"
)
"""Endings of a noun in a row: number, possessor, case and what makes adjectives; vowel harmony is not checked."""
RUSSIAN_ENDING = re.compile(r"(?:[аеиоуыюяйь]|ам|ами|ах|ов|ев|ей|ом|ем|ям|ями|ях|ью|ой|ый|ого|ому|ых|ым|ыми|ые|ая|ую)?")
LATIN_ENDING = re.compile(r"(?:re|er|res|ers|s|es)?")


def unit_of(word: str) -> str | None:
    """Return what a word counts, ``None`` where it is no unit. Lower case."""
    return _unit_of(word)


def exchange(one: str | None, other: str | None) -> bool:
    """Return whether what is counted can be the same: equal, of one family, or unknown in one text."""
    return None in (one, other) or one == other or _FAMILY.get(str(one), one) == _FAMILY.get(str(other), other)


@lru_cache(maxsize=REMEMBERED)
def _unit_of(word: str) -> str | None:
    whole, stems = _tables()
    if word in whole:
        return whole[word]
    for length in range(len(word), 1, -1):
        unit = stems.get(word[:length])
        if unit and _may_end(word, length):
            return unit
    return None


def _may_end(word: str, length: int) -> bool:
    if word.isascii():
        return LATIN_ENDING.fullmatch(word, length) is not None
    return any(ending.fullmatch(word, length) for ending in (KAZAKH_ENDINGS, RUSSIAN_ENDING))


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Return the words that take no ending, and the stems that may."""
    pairs = [(word, unit) for unit, words in _WORDS.items() for word in words.split()]
    whole = {word.removeprefix("="): unit for word, unit in pairs if word.startswith("=")}
    return whole, {word: unit for word, unit in pairs if not word.startswith("=")}
