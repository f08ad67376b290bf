"""Short everyday words of Kazakh, Russian and English that may look like a form of a short name."""

from __future__ import annotations

from functools import cache

from transcribe.linking.names.lexicon import SENSES
from transcribe.linking.stopwords import STOPWORDS

SHORT_WORDS = """
    ай айы айда айға ана анау ант ара ары арт ас аса ат ата ау аю әлі әр әрі баж бай бал бас бау без бек беке бел
    бер беру бет бие би биі бой бос бота бу гүл гүлі гүлдер дара дем дене ей елі ен ере есе жан жаны жар жас жау жаз
    жол жыл жүз иіс ие иә иек иір ине ірі іш ке кем кеш көз күн күні қан қар қол құс лев май мал мен мең мол мың мұз
    нан не нұр нұры ой он оны ора от өз пір сай сан сен су таң тас тау тең тоқ төр ту уыз үй үн ши шу шуы шығ шын
    кім кімді кімге кімнің кіммен кімде кімнен өлі өлді иісі ив ивы или ил ила иле ира иск лен лет лева леве леву
    левой ли лик луна лука мая мае маю мак мира мир миру мире нам нас нор нур ода оде оду оля поле пора рая рае раю
    рай раем рима роза сана сани сон соне тем тема тим том тома томе тон вера вере веру верой веры ян ям яма ямы яме
    яна ясен ася яр юре юла aim air an and ana ann art bay bec beck bell bet big bill bob can car dan day den die
    don eva even eve gen guy her him his hue ill ira isa jan jar jean job joe june kim kin kit lea led let lev lie
    lin long lou low mae main man mark may met mia mir more nan near nick none nor nur old ole ore pan pat pen ray
    rob rod ron rose roy sam sean set she sim sir son sue sun tam tan tea ted ten tim tom ton van war way wei wen
    will win yan yen ian ai chi shin shine саны санын санына санымен
"""


def is_ordinary_word(word: str) -> bool:
    """:param word: lower-case, as it is written."""
    return word in _ordinary_words()


@cache
def _ordinary_words() -> frozenset[str]:
    senses = (word for sense in SENSES for word in sense.replace("|", " ").split())
    return STOPWORDS | frozenset(senses) | frozenset(SHORT_WORDS.split())
