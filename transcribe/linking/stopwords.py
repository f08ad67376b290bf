"""English, Kazakh and Russian words that say little about where a claim was heard."""

from __future__ import annotations


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOPWORDS = _set_of(
    """
    a about above after again against ago all almost along already also although always am among an and another any are
    around as asked at away back be became because become been before behind being below between both but by called came
    can could did do does doing done down during each either else even ever every few find for found from further get
    gets give given go goes going gone got had has have having he her here hers herself him himself his how however i if
    in into is it its itself just keep kept know known last least less let like long made make makes making many may me
    might more most much must my near need never new next no nor not nothing now of off often on once one only onto or
    other others our out over own part per put quite rather really recalls said same say saying says see seen several
    shall she should since so some something soon still such take taken tell tells than that the their them themselves
    then there these they thing things this those though through thus till to together told too took toward towards two
    under until up upon us used using very want was way we well went were what when where whether which while who whole
    whom whose why will with within without would yes yet you your
    және мен бен пен да де та те бұл ол осы сол бір үшін деп деген дейді екен еді болды болған болып бар жоқ емес кейін
    дейін туралы бойынша арқылы тағы енді қазір барлық әр өз өзі оның олар біз сіз сен ал бірақ себебі сондай осындай
    ғана тек ең өте көп аз жаңа кейбір басқа екі
    и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще
    нет о из ему теперь когда даже ну ли если уже или ни быть был него до вас нибудь опять уж вам ведь там потом себя
    ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет ж
    тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы нее сейчас были куда зачем
    всех никогда можно при об это эта эти которые который которая также
    """
)

GENERIC = _set_of(
    """
    academy administration agency airport archive army assembly association bank bay board bridge bureau cabinet
    cathedral centre center chairman chief church city coast college commission committee company conference congress
    constitution corporation council country court day department desert director district division doctor dr east
    eastern embassy empire federal federation festival forum foundation front fund general global government governor
    great group hall head high hospital house institute international island islands judge king kingdom lady lake law
    league lieutenant lord major mayor minister ministry monastery mosque mount mountain mountains movement mr mrs ms
    museum national new news north northern ocean office old opera organisation organization palace park parliament
    party peace people police president press prime prince princess professor programme project province queen radio
    region report rep representative republic rev reverend river road royal saint school sea secretary sen senate
    senator service sgt sir society south southern square st state station steppe street supreme team theatre treaty
    tribunal union united university valley village war west western world year zoo capt captain col colonel det insp
    inspector lt prof gov hon fr pm mp mps dean rector academician hero order
    """
)
"""Nouns that English writes with a capital inside names and other languages translate."""
