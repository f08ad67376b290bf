"""Short and fond forms of given names: by rule for Kazakh and Russian, by table where there is no rule.

All is done on folded keys (`transcribe.linking.names.fold`), so that the spelling of the name does not matter. A case
ending may follow any form, and is not written here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache

from transcribe.linking.names.fold import REMEMBERED, fold
from transcribe.linking.names.lexicon import SENSES
from transcribe.linking.stopwords import STOPWORDS
from webapp.leaks.names import Alias, begins

SHORTEST = 4
"""Letters of a form: of a shorter one too many words begin so."""
FOND = ("jan", "tai", "han", "kan", "ken", "kai")
"""After a whole name: Айгүлжан, Нұрлантай, Серікқан."""
FIRST_SYLLABLE = re.compile(r"[^aeiou]*(?:[aeou]i(?=[^aeiou])|[aeiou])")
RESPECTFUL = ("ke", "ka", "ken", "kan")
"""After an open first syllable: Мұқа, Бәке, Секең."""
RESPECTFUL_CLOSED = ("eke", "ake", "eken", "an", "en", "ash", "esh", "ish")
"""After a closed one: Нұреке, Ахаң, Сереш."""
DOUBTFUL = ("an", "en")
SURE_LETTERS = 5
"""Of a form that a rule makes: a shorter one is too often another word, and only listed."""
RUSSIAN_FEMININE = ("ochka", "echka", "enka", "onka", "ushka", "iushka", "ulia", "usia", "ulka", "usha")
RUSSIAN_MASCULINE = ("ik", "chik", "ushka", "iusha", "ochka", "enka", "ek", "ok", "ulia", "usha")

# Name: its forms. Those that begin with the name itself are found without being named.
IRREGULAR = """
    Александр: Саша Сашка Шура Санёк Саня Шурик Алекс
    Александра: Саша Шура Саня Шурочка
    Алексей: Алёша Лёша Лёха Лёшка
    Алия: Аля Алька
    Анастасия: Настя Настенька Ася Стася
    Анатолий: Толя Толик
    Анна: Аня Анечка Анюта Нюра Нюша Нюся Анька Аннушка
    Антонина: Тоня Тонечка
    Айгерим: Айка Гера Герим
    Айгуль: Айка Гуля Гуленька
    Айжан: Айка
    Айнур: Айка Нура
    Асель: Ася Аселька
    Бауыржан: Бауке Баурик Бауржан Баука
    Валентина: Валя Валечка Валюша
    Василий: Вася Васька
    Виктор: Витя Витёк
    Виктория: Вика Викуля
    Владимир: Вова Володя Вовка Вовочка
    Галина: Галя Галочка
    Георгий: Жора Гоша Гера Егор
    Григорий: Гриша Гришка
    Гульмира: Гуля Мира
    Гульнара: Гуля Нара
    Гульнар: Гуля Нара
    Гульзира: Гуля Зира
    Дарья: Даша Дашка Дарёна
    Динара: Дина Динуля Диночка
    Динмухамед: Димаш Дима
    Дмитрий: Дима Митя Димка Митька
    Евгений: Женя Женька
    Евгения: Женя Женька
    Екатерина: Катя Катюша Катерина Катенька
    Елена: Лена Леночка Алёна Ленка
    Елизавета: Лиза Лизонька
    Жанар: Жаныш
    Зинаида: Зина Зиночка
    Иван: Ваня Ванька Ванюша
    Ирина: Ира Ирочка Иришка
    Карлыгаш: Карла Карлыга
    Константин: Костя Костик
    Ксения: Ксюша Ксюха
    Лариса: Лара Лариска
    Любовь: Люба Любаша Любочка
    Людмила: Люда Люся Мила
    Маргарита: Рита Марго Ритуля
    Мария: Маша Маруся Машенька Маня Мариша Машка
    Михаил: Миша Мишка Мишаня
    Надежда: Надя Наденька Надюша
    Назгуль: Назка Назик Гуля
    Наталья: Наташа Ната Наташка Таша
    Наталия: Наташа Ната Наташка Таша
    Николай: Коля Колька Николаша
    Нурсултан: Нуреке Султан Нурик
    Нурлан: Нуреке Нурик Нурыш
    Оксана: Ксана Ксюша
    Ольга: Оля Оленька Олька Лёля
    Павел: Паша Павлик Пашка
    Полина: Поля Полинка
    Раиса: Рая Раечка
    Роза: Розочка
    Светлана: Света Светка Лана
    Сергей: Серёжа Серёга Серёжка Серый
    София: Соня Сонечка
    Софья: Соня Сонечка
    Станислав: Стас Слава Стасик
    Тамара: Тома Томочка
    Татьяна: Таня Танечка Танюша
    Юлия: Юля Юлька Юленька
    Юрий: Юра Юрка
    Яков: Яша
    Ярослав: Слава Ярик
    Elizabeth: Liz Lizzie Beth Betty Eliza
    Katherine: Kate Katie Kathy Kat
    Margaret: Maggie Meg Peggy
    William: Bill Billy Will Liam
    Robert: Bob Bobby Rob
    Richard: Dick Rick Richie
    Michael: Mike Mick Mikey
    James: Jim Jimmy Jamie
    Joseph: Joe Joey
    John: Johnny Jack
    Thomas: Tom Tommy
    Anthony: Tony
    Edward: Ed Eddie Ted
    Alexandra: Sasha Alex Sandra
    Alexander: Sasha Alex Sandy
"""


def short_forms(word: str) -> Iterator[tuple[str, bool]]:
    """Yield the forms of one word of a name as folded keys, and whether each is surely no other word."""
    key = fold(word)
    known = irregular().get(key, ())
    for form in dict.fromkeys((*known, *_kazakh(key), *_russian(key))):
        is_fond = form.startswith(key)
        if is_fond and form[len(key) :] not in (*FOND, "sh", *_after(key)):
            continue
        if len(form) >= SHORTEST:
            by_rule = len(form) >= SURE_LETTERS and (is_fond or not form.endswith(DOUBTFUL))
            yield form, (form in known or by_rule) and not is_ordinary(form)


def _kazakh(key: str) -> Iterator[str]:
    yield from (key + ending for ending in FOND)
    if key[-1] in "aeiou":
        yield key + "sh"
    syllable = FIRST_SYLLABLE.match(key)
    if syllable:
        opened = syllable.group()
        yield from (opened + ending for ending in RESPECTFUL)
        closed = key[: syllable.end() + 1]
        if len(closed) > len(opened) and closed[-1] not in "aeiou":
            yield from (closed + ending for ending in RESPECTFUL_CLOSED)


def _after(key: str) -> tuple[str, ...]:
    """Return what Russian puts after a whole name, and what is no ending as names have them: Айгулечка, Жанарочка."""
    return (*RUSSIAN_FEMININE, "ik", "chik") if key[-1] not in "aeiou" else ()


def _russian(key: str) -> Iterator[str]:
    if key.endswith("a"):
        stem = key[:-1].removesuffix("i")
        yield from (stem + ending for ending in RUSSIAN_FEMININE)
    else:
        yield from (key + ending for ending in RUSSIAN_MASCULINE)
        yield from (key + ending for ending in RUSSIAN_FEMININE)


@cache
def irregular() -> dict[str, tuple[str, ...]]:
    """Return the forms that no rule makes, by the name; all folded."""
    lines = (line.partition(":") for line in IRREGULAR.strip().splitlines())
    return {fold(name): tuple(map(fold, forms.split())) for name, _, forms in lines}


@lru_cache(maxsize=REMEMBERED)
def is_ordinary(form: str) -> bool:
    """Return whether a word of everyday Kazakh, Russian or English may be this form with an ending."""
    words = _ordinary_words()
    for key in Alias(form).words[0]:
        first, end = bisect_left(words, key), bisect_left(words, key + "{")  # What comes after z.
        if any(begins(key, word) for word in words[first:end]):
            return True
    return False


@cache
def _ordinary_words() -> tuple[str, ...]:
    said = [word for sense in SENSES for word in sense.replace("|", " ").split()]
    return tuple(sorted(set(map(fold, (*said, *STOPWORDS)))))
