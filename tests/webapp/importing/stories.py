"""Stories for pages, all invented: outlets, people, places of work and words."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Story:
    """What a page says, and what is to be found in it."""

    title: str
    publisher: str
    author: str
    written_date: str
    citation: str
    disclaimer: str
    paragraphs: tuple[str, ...]
    broadcast: str
    rights: str
    updated: str
    found: dict[str, str] = field(default_factory=dict)
    """Facts beside those above, as they must be read."""


_DISCLAIMER = (
    "This is not a publication of the Steppe Document Library. The library is not responsible for its content; "
    "any views expressed are solely those of the author or publisher."
)
STORIES = (
    Story(
        "Salt Winds Reach the Orchards",
        "Council for Quiet Reporting",
        "CQR",
        "12 March 2009",
        "Council for Quiet Reporting, Salt Winds Reach the Orchards, 12 March 2009, available at: "
        "https://library.example/docid/49c2.html [accessed 3 April 2012]",
        _DISCLAIMER,
        (
            "Farmers on the lower Talas say that salt blown from the dry lake bed has burned the leaves of their "
            "trees for the third year.",
            "“We wash every branch by hand,” said Marat, who grows apricots near the village of Koktal. He lost "
            "40 trees last spring.",
            "Officials promised a belt of saxaul 12 kilometres long. None of it has been planted, according to "
            "reporter Aigerim Sadyk.",
        ),
        "[A report on Kazak radio Zhelqaiyq by Dana Omar of Open Waves Network, part of the project Voices of "
        "the Shore "
        "funded by the Nordhavn Fund for Free Speech.]",
        "© Council for Quiet Reporting",
        "Friday, 25 May 2018, 10:49 GMT",
        {
            "published": "2009-03-12",
            "accessed": "2012-04-03",
            "page_updated": "2018-05-25",
            "medium": "radio",
            "language": "kk",
            "broadcaster": "Zhelqaiyq",
            "parent": "Open Waves Network",
            "project": "Voices of the Shore",
            "funder": "Nordhavn Fund for Free Speech",
        },
    ),
    Story(
        "Who Pays for the Night Clinic?",
        "Institute of Patient Journalism",
        "Saule Tore",
        "7 November 2011",
        "Institute of Patient Journalism, Who Pays for the Night Clinic?, 7 November 2011, IPJ/2011/44, "
        "available at: "
        "https://library.example/docid/4ec1.html [accessed 19 June 2013]",
        _DISCLAIMER,
        (
            "Nurses at the only night clinic in Akbulak have worked without pay since August, and the town hall "
            "says it knows of no debt.",
            "Author Asem Nur told listeners that the clinic treated 212 people in one month. Publisher Bolat "
            "Ilyas has offered to print their letters.",
            "The clinic’s director did not answer questions. A deputy said: “Nobody here is against the nurses.”",
        ),
        "The audio programme, in Kazak and Russian, went out on Radio Tengri FM, a station run by Altyn Media Group. "
        "It was produced under the project Reporting on Health, funded by the Foreign Ministry of Westmark.",
        "© Institute of Patient Journalism. All rights reserved.",
        "2 February 2014",
        {
            "published": "2011-11-07",
            "accessed": "2013-06-19",
            "page_updated": "2014-02-02",
            "medium": "radio",
            "language": "kk",
            "broadcaster": "Radio Tengri FM",
            "parent": "Altyn Media Group",
            "project": "Reporting on Health",
            "funder": "Foreign Ministry of Westmark",
        },
    ),
    Story(
        "Teachers Count the Cost of Silence",
        "Article Seventy",
        "Article Seventy",
        "31 January 2007",
        "Article Seventy, Teachers Count the Cost of Silence, 31 January 2007, available at: "
        "https://library.example/docid/45c0.html [accessed 8 December 2008]",
        _DISCLAIMER,
        (
            "Three teachers who spoke about broken heating on a local broadcast were dismissed within a week, "
            "colleagues say.",
            "The school’s head called it a coincidence. Date and place of the hearing have not been set.",
        ),
        "(This report was first broadcast on Kyrgyz-language television channel Bulak TV, part of the Mountain "
        "Broadcasting "
        "Union, with financial support from the Lindqvist Foundation.)",
        "Copyright 2007 Article Seventy",
        "14 October 2010",
        {
            "published": "2007-01-31",
            "accessed": "2008-12-08",
            "page_updated": "2010-10-14",
            "medium": "television",
            "language": "ky",
            "broadcaster": "Bulak TV",
            "parent": "Mountain Broadcasting Union",
            "funder": "Lindqvist Foundation",
        },
    ),
    Story(
        "Шахтёры ждут автобуса",
        "Институт спокойной журналистики",
        "Лейла Сапар",
        "5 сентября 2013 года",
        "Институт спокойной журналистики, Шахтёры ждут автобуса, 5 сентября 2013 года, "
        "https://library.example/docid/52a.html (дата обращения: 9 мая 2015)",
        "Библиотека не отвечает за содержание этого документа; мнения принадлежат автору или издателю.",
        (
            "Горняки посёлка Карасай третий месяц добираются до смены пешком: автобусная компания закрыла "
            "маршрут без объяснений.",
            "«Мы выходим в четыре утра», — сказал забойщик Ерлан. Дорога занимает полтора часа, и зимой её заметает.",
        ),
        "[Передача на казахском языке вышла в эфир на радио «Сарыжайлау», в рамках проекта «Слово рабочих», "
        "при финансовой поддержке Фонда Нордхавн.]",
        "© Институт спокойной журналистики. Все права защищены.",
        "20 января 2016",
        {
            "published": "2013-09-05",
            "accessed": "2015-05-09",
            "page_updated": "2016-01-20",
            "medium": "radio",
            "language": "kk",
            "broadcaster": "радио «Сарыжайлау»",
            "project": "Слово рабочих",
            "funder": "Фонда Нордхавн",
        },
    ),
    Story(
        "Көлдің жағасындағы мектеп",
        "Тыныш журналистика институты",
        "Айнұр Сәдуақас",
        "2014 жылғы 21 қазан",
        "Тыныш журналистика институты, Көлдің жағасындағы мектеп, 2014 жылғы 21 қазан, "
        "https://library.example/docid/54f.html [қаралған күні: 2016 жылғы 3 наурыз]",
        "Кітапхана бұл құжаттың мазмұнына жауап бермейді; пікірлер авторға немесе баспагерге тиесілі.",
        (
            "Балықшылар ауылындағы мектеп бесінші жыл қатарынан жөнделмей тұр, сабақ кезекпен үш бөлмеде өтеді.",
            "Мұғалім Жанар балалар қыста пальтосын шешпейді дейді. Әкімдік жөндеуді келер жылға белгіледі.",
        ),
        "[Бұл хабар қазақ тілінде «Толқын» радиосынан эфирге шықты, «Жаға үні» жобасы аясында әзірленген.]",
        "© Тыныш журналистика институты. Барлық құқықтар қорғалған.",
        "2017 жылғы 1 ақпан",
        {
            "published": "2014-10-21",
            "accessed": "2016-03-03",
            "page_updated": "2017-02-01",
            "medium": "radio",
            "language": "kk",
            "broadcaster": "«Толқын» радиосы",
            "project": "Жаға үні",
        },
    ),
)
FIELDS = (
    *("title", "publisher", "author", "published", "citation", "accessed", "disclaimer", "rights", "page_updated"),
    *("medium", "language", "broadcaster", "parent", "project", "funder", "broadcast", "summary"),
)
