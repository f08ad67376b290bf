"""Numbers 0…999,999 as words, made independently of the parser that they test."""

from __future__ import annotations

THOUSAND, HUNDRED, TWENTY, TEN = 1000, 100, 20, 10


def words(spelt: str) -> list[str]:
    return spelt.split()


_EN_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
EN_SMALL = words(_EN_SMALL)
EN_TENS = words("- - twenty thirty forty fifty sixty seventy eighty ninety")

KK_ONES = words("нөл бір екі үш төрт бес алты жеті сегіз тоғыз")
KK_TENS = words("- он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан")

_RU_SMALL = (
    "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать "
    "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
)
RU_SMALL = words(_RU_SMALL)
RU_TENS = words("- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")
RU_HUNDREDS = words("- сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот")
MANY = range(5, 21)


def english(number: int) -> str:
    if number >= THOUSAND:
        rest = number % THOUSAND
        joint = " and " if 0 < rest < HUNDRED else " "
        return (english(number // THOUSAND) + " thousand" + (joint + english(rest) if rest else "")).strip()
    if number >= HUNDRED:
        rest = number % HUNDRED
        return EN_SMALL[number // HUNDRED] + " hundred" + (" and " + english(rest) if rest else "")
    if number >= TWENTY:
        return EN_TENS[number // TEN] + ("-" + EN_SMALL[number % TEN] if number % TEN else "")
    return EN_SMALL[number]


def kazakh(number: int, *, names_one: bool = False) -> str:
    """:param names_one: бір мың and бір жүз for мың and жүз; both are said."""
    if number == 0:
        return KK_ONES[0]
    words = []
    if number >= THOUSAND:
        thousands = number // THOUSAND
        words += [kazakh(thousands, names_one=names_one)] if thousands > 1 or names_one else []
        words.append("мың")
    if number % THOUSAND >= HUNDRED:
        hundreds = number % THOUSAND // HUNDRED
        words += [KK_ONES[hundreds]] if hundreds > 1 or names_one else []
        words.append("жүз")
    words += [KK_TENS[number % HUNDRED // TEN]] if number % HUNDRED >= TEN else []
    words += [KK_ONES[number % TEN]] if number % TEN else []
    return " ".join(words)


def russian(number: int) -> str:
    if number == 0:
        return RU_SMALL[0]
    words = []
    if number >= THOUSAND:
        words += _russian_thousands(number // THOUSAND)
    below = number % THOUSAND
    words += [RU_HUNDREDS[below // HUNDRED]] if below >= HUNDRED else []
    below %= HUNDRED
    if below >= TWENTY:
        words += [RU_TENS[below // TEN]] + ([RU_SMALL[below % TEN]] if below % TEN else [])
    elif below:
        words.append(RU_SMALL[below])
    return " ".join(words)


def _russian_thousands(count: int) -> list[str]:
    words = russian(count).split()
    last = count % HUNDRED if count % HUNDRED in MANY else count % TEN
    words[-1] = {"один": "одна", "два": "две"}.get(words[-1], words[-1])
    if count == 1:
        words = []
    ending = {1: "тысяча", 2: "тысячи", 3: "тысячи", 4: "тысячи"}.get(last, "тысяч")
    return [*words, ending]


CASES = ("genitive", "dative", "accusative", "locative", "ablative", "instrumental")
_BACK = "аоұы"
_FRONT = "әеөүіи"
_VOICELESS = "пткқсшбгд"
_NASAL, _LIQUID = "мнң", "лруй"


def kazakh_in_case(number: int, case: str) -> str:
    """Return the number with a case's ending on its last word, by the harmony of vowels and consonants."""
    spelt = kazakh(number)
    vowel = next(letter for letter in reversed(spelt) if letter in _BACK + _FRONT + "уо")
    back = vowel in _BACK
    last = spelt[-1]
    voiceless = last in _VOICELESS
    open_ = last in _BACK + _FRONT + "у"
    a, y = ("а", "ы") if back else ("е", "і")
    dental = "т" if voiceless else "д"
    gutturals = ("қ" if back else "к") if voiceless else ("ғ" if back else "г")
    first = "н" if open_ or last in _NASAL else dental
    endings = {
        "genitive": f"{first}{y}ң",
        "dative": f"{gutturals}{a}",
        "accusative": f"{'н' if open_ else dental}{y}",
        "locative": f"{dental}{a}",
        "ablative": f"{'н' if last in _NASAL else dental}{a}н",
        "instrumental": ("пен" if voiceless else "бен" if last in "зж" else "мен"),
    }
    return spelt + endings[case]


_RU_GENITIVE_SMALL = (
    "ноля одного двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати четырнадцати "
    "пятнадцати шестнадцати семнадцати восемнадцати девятнадцати"
)
RU_GENITIVE_SMALL = words(_RU_GENITIVE_SMALL)
RU_GENITIVE_TENS = words("- - двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста")
RU_GENITIVE_HUNDREDS = words("- ста двухсот трёхсот четырёхсот пятисот шестисот семисот восьмисот девятисот")


def russian_genitive(number: int) -> str:
    """Return 1…999 in the genitive, where every word changes."""
    spelt = [RU_GENITIVE_HUNDREDS[number // HUNDRED]] if number >= HUNDRED else []
    below = number % HUNDRED
    if below >= TWENTY:
        spelt += [RU_GENITIVE_TENS[below // TEN]] + ([RU_GENITIVE_SMALL[below % TEN]] if below % TEN else [])
    elif below:
        spelt.append(RU_GENITIVE_SMALL[below])
    return " ".join(spelt)
