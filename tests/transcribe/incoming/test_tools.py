"""What each tool's file brings: words, times, speakers, language, the tool's own name; fixtures written for this."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from transcribe.incoming import FoundTranscript, Tool, read_transcript_file
from transcribe.records import WordsBy

Said = tuple[tuple[int, int] | None, str | None, str]


def read(content: object, name: str = "file") -> tuple[str, FoundTranscript]:
    data = (
        content
        if isinstance(content, bytes)
        else content.encode()
        if isinstance(content, str)
        else json.dumps(content).encode()
    )
    found = read_transcript_file(data, name)
    return found.format, found.found


def said(found: FoundTranscript) -> list[Said]:
    return [
        (
            (segment.span.start_ms, segment.span.end_ms) if segment.span else None,
            segment.speaker,
            " ".join(word.text for word in segment.words),
        )
        for segment in found.segments
    ]


def timed(found: FoundTranscript) -> list[tuple[str, int, int]]:
    return [(w.text, w.span.start_ms, w.span.end_ms) for s in found.segments for w in s.words if w.span]


def shares(found: FoundTranscript) -> Sequence[float | None]:
    return [word.probability for segment in found.segments for word in segment.words]


def captions(*texts: str) -> str:
    """Return an SRT file with a caption a second, from the first second on."""
    numbered = enumerate(texts, start=1)
    return "\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{text}\n" for n, text in numbered)


HEARD = {"id": 0, "seek": 0, "start": 0.5, "end": 2.0, "text": " Сәлем, 10-шы", "tokens": [1], "temperature": 0.0}
WORDS = [
    {"word": " Сәлем,", "start": 0.5, "end": 1.0, "probability": 0.9},
    {"word": " 10", "start": 1.0, "end": 1.5, "probability": 0.8},
    {"word": "-шы", "start": 1.5, "end": 2.0, "probability": 0.4},
]
INFO = {"language": "kk", "language_probability": 0.9, "duration": 2.0}
OLD = [1, 0, 0.5, 2.0, " Сәлем, 10-шы", [1], -0.3, 1.1, 0.0, [[0.5, 1.0, " Сәлем,", 0.9]], 0.0]
PLAIN = {"start": 0.5, "end": 2.0, "text": "Сәлем, 10-шы"}
FROM_API = {"task": "transcribe", "language": "kazakh", "duration": 2.0, "text": ""}
SCORED = [{"word": "Сәлем,", "start": 0.5, "end": 1.0, "score": 0.9}, {"word": "10-шы"}]


@pytest.mark.parametrize(
    ("content", "tool"),
    [
        ({"text": "", "language": "kk", "segments": [HEARD | {"words": WORDS}]}, "openai-whisper"),
        ({"segments": [HEARD | {"words": WORDS}], "info": INFO}, "faster-whisper"),
        ([HEARD | {"words": WORDS}], "faster-whisper"),
        ([OLD], "faster-whisper"),
        ({"segments": [PLAIN | {"words": SCORED}], "language": "kk", "word_segments": SCORED}, "whisperX"),
        (FROM_API | {"segments": [PLAIN], "words": [{"word": "сәлем", "start": 0.5, "end": 1.0}]}, "OpenAI API"),
        ({"text": "", "chunks": [{"timestamp": [0.5, 2.0], "text": " Сәлем, 10-шы"}]}, "transformers"),
        ({"text": "", "format": "segmented", "segments": [PLAIN | {"timestamp": "0:00"}]}, "Scriberr"),
        ({"text": "", "model_used": "/m/large-v3", "segments": [PLAIN], "word_segments": SCORED}, "Scriberr"),
        ({"filename": "a.mp3", "segments": [{"start_time": 0.5, "end_time": 2.0} | PLAIN]}, "OpenTranscribe"),
        ([{"speaker": "Aigul", "sentence": "Сәлем, 10-шы", "start_time": 0.5, "end_time": 2.0}], "Speakr"),
    ],
)
def test_the_family_of_whisper_says_the_same(content: object, tool: str) -> None:
    name, found = read(content)
    assert name == "whisper"
    [(span, _, text)] = said(found)
    assert (span, text) == ((500, 2_000), "Сәлем, 10-шы")
    assert found.made_by
    assert found.made_by.name == tool
    archive = tool in ("OpenTranscribe", "Scriberr", "Speakr")
    assert found.words_by is (WordsBy.UNKNOWN if archive else WordsBy.MACHINE)


def test_words_keep_their_times_and_probabilities_and_pieces_are_joined() -> None:
    _, found = read({"text": "", "language": "kk", "segments": [HEARD | {"words": WORDS}]})
    assert timed(found) == [("Сәлем,", 500, 1_000), ("10-шы", 1_000, 2_000)]
    assert shares(found) == [0.9, 0.4]
    assert found.language == "kk"


def test_words_that_a_tool_could_not_place_have_no_time() -> None:
    _, found = read(
        {"segments": [{"start": 0.5, "end": 2.0, "text": "Сәлем, 10-шы", "words": SCORED, "speaker": "SPEAKER_00"}]}
    )
    assert timed(found) == [("Сәлем,", 500, 1_000)]
    assert said(found)[0][1] == "SPEAKER_00"


def test_a_text_that_was_corrected_beside_its_words_stands_and_takes_the_times_of_those_that_are_the_same() -> None:
    segment = HEARD | {"text": " Сәлем, он екінші", "words": WORDS}
    _, found = read({"text": "", "segments": [segment]})
    assert said(found)[0][2] == "Сәлем, он екінші"
    assert timed(found) == [("Сәлем,", 500, 1_000)]


def test_numbers_that_json_does_not_have_are_read_as_python_writes_them() -> None:
    data = b'{"text": "a", "segments": [{"seek": 0, "start": NaN, "end": Infinity, "text": "a b", "avg_logprob": NaN}]}'
    assert said(read(data)[1]) == [(None, None, "a b")]


def test_whisper_cpp_with_tokens_that_are_half_a_letter() -> None:
    pieces = [" Сәле".encode()[:4], " Сәле".encode()[4:], "м".encode(), " әлем".encode()]
    tokens = b", ".join(
        b'{"text": "%s", "offsets": {"from": %d, "to": %d}, "p": 0.5}' % (piece, 100 * n, 100 * n + 100)
        for n, piece in enumerate(pieces)
    )
    data = (
        b'{"systeminfo": "", "params": {"model": "C:\\\\models\\\\ggml-small.bin", "language": "auto"}, "result": '
        b'{"language": "kk"}, "transcription": [{"offsets": {"from": 0, "to": 400}, "text": "'
        + " Сәлем әлем".encode()
        + b'", "tokens": [{"text": "[_BEG_]", "p": 0.9}, '
        + tokens
        + b', {"text": "[_TT_20]", "p": 0.1}]}]}'
    )
    name, found = read(data)
    assert (name, said(found)) == ("whisper.cpp", [((0, 400), None, "Сәлем әлем")])
    assert timed(found) == [("Сәлем", 0, 300), ("әлем", 300, 400)]
    assert (found.made_by, found.language) == (Tool("whisper.cpp", model="ggml-small.bin"), "kk")


def test_whisper_cpp_with_a_word_a_segment_becomes_sentences() -> None:
    words = " The first sentence is this one. The second one follows it.".replace(" ", "| ").split("|")[1:]
    entries = [{"offsets": {"from": 300 * n, "to": 300 * n + 250}, "text": word} for n, word in enumerate(words)]
    _, found = read({"result": {"language": "en"}, "transcription": entries})
    assert [text for _, _, text in said(found)] == ["The first sentence is this one.", "The second one follows it."]
    assert timed(found)[1] == ("first", 300, 550)


def test_what_whisper_cpp_translated_is_said_to_be_no_speech() -> None:
    parameters = {"model": "m", "language": "kk", "translate": True}
    _, found = read(
        {
            "params": parameters,
            "result": {"language": "kk"},
            "transcription": [{"text": " Hello", "offsets": {"from": 0, "to": 1}}],
        }
    )
    assert found.language == "en"
    assert "no words that were spoken" in found.remarks[0]


def test_amazon_transcribe() -> None:
    def item(content: str, kind: str = "pronunciation", **more: str) -> dict[str, object]:
        return {"type": kind, "alternatives": [{"confidence": "0.75", "content": content}], **more}

    items = [
        item("Сәлем", start_time="0.5", end_time="1.0", speaker_label="spk_0"),
        item(",", "punctuation"),
        item("әлем", start_time="1.0", end_time="1.5", speaker_label="spk_0"),
        item(".", "punctuation"),
        item("Иә", start_time="2.0", end_time="2.5", speaker_label="spk_1"),
    ]
    name, found = read({"jobName": "j", "results": {"transcripts": [], "items": items, "language_code": "kk-KZ"}})
    assert name == "aws"
    assert [(speaker, text) for _, speaker, text in said(found)] == [("spk_0", "Сәлем, әлем."), ("spk_1", "Иә")]
    assert timed(found)[0] == ("Сәлем,", 500, 1_000)
    assert (found.language, found.made_by, shares(found)[0]) == ("kk-KZ", Tool("Amazon Transcribe"), 0.75)


def test_amazon_transcribe_of_before_says_speakers_beside_its_items() -> None:
    items = [{"type": "pronunciation", "alternatives": [{"content": "Иә"}], "start_time": "0.5", "end_time": "1"}]
    labels = {"segments": [{"speaker_label": "spk_1", "items": [{"start_time": "0.5", "end_time": "1"}]}]}
    _, found = read({"results": {"transcripts": [], "items": items, "speaker_labels": labels}})
    assert said(found)[0][1] == "spk_1"


def test_trint_and_hyperaudio() -> None:
    html = (
        "<!DOCTYPE html><article><header><h1>a.wav</h1></header><section>"
        '<p data-tc="00:00:00"><span class="speaker">Aigul </span><span class="timecode" data-m="9">[00:00:00] </span>'
        '<span class="word" data-m="940" data-d="90">Good </span><span class="word" data-m="1030" data-d="240">'
        "day &amp; </span></p>"
        '<p><span class="word" data-m="2000" data-d="90">Bye</span></p></section></article>'
    )
    name, found = read(html)
    assert (name, found.made_by) == ("trint html", Tool("Trint"))
    assert [(speaker, text) for _, speaker, text in said(found)] == [("Aigul", "Good day &"), ("Aigul", "Bye")]
    assert timed(found) == [("Good", 940, 1_030), ("Bye", 2_000, 2_090)]
    words = [{"start": 0.9, "end": 1.0, "text": "Good"}, {"start": 5, "end": 6, "text": "day."}]
    name, found = read(
        {
            "words": words,
            "paragraphs": [{"speaker": "A", "start": 0.9, "end": 2}, {"speaker": "B", "start": 4, "end": 6}],
        }
    )
    assert name == "word list"
    assert [(speaker, text) for _, speaker, text in said(found)] == [("A", "Good"), ("B", "day.")]


def test_ttml_times_speakers_and_languages() -> None:
    ttml = """<?xml version="1.0" encoding="UTF-8"?>
    <tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xml:lang="kk"
        xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" ttp:tickRate="1000">
      <head><metadata>
        <ttm:agent xml:id="a" type="person"><ttm:name type="full">Айгүл Бек</ttm:name></ttm:agent>
      </metadata></head>
      <body begin="10s"><div begin="1s" timeContainer="seq">
        <p dur="2s" ttm:agent="a">Бір<br/>екі <span begin="1s" end="1.5s">үш</span></p>
        <p end="00:00:01:05" xml:lang="ru">ч<span>ет</span>ыре</p>
      </div><div>
        <p begin="20t" end="1.5m"><metadata>no words</metadata>бес</p><p begin="100f" end="00:00:05.25"/>
      </div></body>
    </tt>"""
    name, found = read(ttml)
    assert name == "ttml"
    assert said(found) == [
        ((11_000, 13_000), "Айгүл Бек", "Бір екі үш"),
        ((13_000, 14_200), None, "четыре"),
        ((10_020, 100_000), None, "бес"),
        ((14_000, 15_250), None, ""),
    ]
    assert timed(found) == [("үш", 12_000, 12_500)]
    assert [segment.language for segment in found.segments[:2]] == [None, "ru"]
    assert found.language == "kk"


def test_captions_with_names_before_a_colon() -> None:
    name, found = read(captions("- Айгүл: Сәлем!", "Тағы сөз", "Айгүл: Назар: бұл маңызды"))
    assert name == "srt"
    assert said(found) == [
        ((1_000, 2_000), "Айгүл", "Сәлем!"),
        ((2_000, 3_000), "Айгүл", "Тағы сөз"),
        ((3_000, 4_000), "Айгүл", "Назар: бұл маңызды"),
    ]
    assert found.remarks == ("Names before a colon were taken for who speaks: “Айгүл”.",)


def test_a_colon_in_what_is_said_costs_no_word() -> None:
    _, found = read(captions("Назар: бұл маңызды", "ол кетті", "содан соң"))
    assert said(found)[0] == ((1_000, 2_000), None, "Назар: бұл маңызды")


def test_webvtt_of_another_tool() -> None:
    vtt = "WEBVTT\nKind: captions\nLanguage: kk\n\n00:01.000 --> 00:02.000\n<v Айгүл>Сәлем</v>\n"
    name, found = read(vtt)
    assert (name, found.language, said(found)) == ("vtt", "kk", [((1_000, 2_000), "Айгүл", "Сәлем")])


def test_a_cue_of_two_voices_and_a_language_of_its_own() -> None:
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Aigul>Иә</v> <v Bek><lang ru>да, да</lang></v>\n"
    _, found = read(vtt)
    assert said(found) == [((1_000, 2_000), "Aigul", "Иә"), ((1_000, 2_000), "Bek", "да, да")]
    assert [segment.language for segment in found.segments] == [None, "ru"]


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:01.000 --> 00:02.000\n \nбір\n\n00:02.000 --> 00:03.000\nекі\n",
        "1\n00:00:01,000 --> 00:00:02,000\n\nбір\n\n2\n00:00:02,000 --> 00:00:03,000\nекі\n",
        "1\n00:00:01,000 --> 00:00:02,000\nбір\n2\n00:00:02,000 --> 00:00:03,000\nекі",
        "00:00:01,000 --> 00:00:02,000\nбір\n00:00:02,000 --> 00:00:03,000\nекі",
        "WEBVTT\n\nNOTE\n00:00.000 --> 00:01.000\nold\n\n\nbegin\n00:01.000 --> 00:02.000\nбір\n\nNOTE so\nmore\n\n"
        "STYLE\n::cue { color: red }\n\n00:02.000 --> 00:03.000\nекі",
    ],
)
def test_no_word_of_a_cue_is_lost_where_lines_are_empty_and_none_is_added(text: str) -> None:
    _, found = read(text)
    assert said(found) == [((1_000, 2_000), None, "бір"), ((2_000, 3_000), None, "екі")]


def test_captions_that_roll_say_every_word_once() -> None:
    lines = ["бір екі үш", "төрт бес", "алты жеті сегіз", "тоғыз он", "он бір"]
    blocks = []
    for number, line in enumerate(lines):
        first, *others = line.split()
        timed = f"{first}<00:00:0{number}.500><c> {' '.join(others)}</c>"
        above = lines[number - 1] if number else " "
        blocks.append(f"00:00:0{number}.010 --> 00:00:0{number + 1}.000 align:start position:0%\n{above}\n{timed}")
        blocks.append(f"00:00:0{number + 1}.000 --> 00:00:0{number + 1}.010 align:start position:0%\n{line}\n ")
    _, found = read("WEBVTT\nKind: captions\nLanguage: kk\n\n" + "\n\n".join(blocks))
    assert " ".join(text for _, _, text in said(found)).split() == " ".join(lines).split()
    assert found.remarks == ("Captions that repeat what the one before showed were taken once.",)


def test_marks_of_live_captions_are_no_words_and_end_a_name() -> None:
    texts = [">> AIGUL: Good day.", "It is early.", "&gt;&gt; And you?", "So do we. >>> In other news"]
    _, found = read("WEBVTT\n\n" + captions(*texts).replace(",", "."))
    assert [(who, text) for _, who, text in said(found)] == [
        ("AIGUL", "Good day."),
        ("AIGUL", "It is early."),
        (None, "And you?"),
        (None, "So do we."),
        (None, "In other news"),
    ]
    assert any("“>>”" in remark for remark in found.remarks)
    spans = [span for span, _, _ in said(found)]
    assert spans[3][1] == spans[4][0]
    # Where no cue begins with it, it is what somebody wrote.
    _, other = read(captions("left >> right", "right >> left"))
    assert [text for _, _, text in said(other)] == ["left >> right", "right >> left"]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:01] Aigul: Good day.\n\n[00:00:05] Bek Nur: And you?",
        "00:00:01 Aigul: Good day.\n00:00:05 Bek Nur: And you?",
        "Aigul  0:01\nGood day.\n\nBek Nur  0:05\nAnd you?",
        "Aigul (00:01): Good day.\nBek Nur (00:05): And you?",
        "Aigul [00:00:01.000]\nGood day.\n\nBek Nur [00:00:05.000]\nAnd you?",
        "Interview\n\nAigul:\n00:00:01\nGood day.\n\nBek Nur:\n00:00:05\nAnd you?",
        "[00:00:01.000 --> 00:00:05.000] Aigul: Good day.\n[00:00:05.000 --> 00:00:05.000] Bek Nur: And you?",
        "(0:01) Aigul: Good\nday.\n(0:05) Bek Nur: And you?",
    ],
)
def test_running_text_with_times(text: str) -> None:
    name, found = read(text)
    assert name == "txt"
    heard = [(span and span[0], speaker, words) for span, speaker, words in said(found)]
    assert heard == [(1_000, "Aigul", "Good day."), (5_000, "Bek Nur", "And you?")]


@pytest.mark.parametrize(
    "text",
    [
        "12:30 is when the news begins, and it is long.\n\nThen there is music.\n\nThen the weather.",
        "The news at length, with all that belongs to it.\n\nAnd more of that.\n\n12:30 News",
        "18:00 Evening\n\n12:00 Noon\n\n06:00 Morning\n\n03:00 Night",
    ],
)
def test_clock_times_of_a_script_are_no_times_of_a_recording(text: str) -> None:
    assert all(span is None for span, _, _ in said(read(text)[1]))


def test_running_text_without_times() -> None:
    _, found = read("# About it\nAigul: Good\nday: fine.\nBek: And you?\n\nNobody in particular.")
    assert said(found) == [
        (None, "Aigul", "Good day: fine."),
        (None, "Bek", "And you?"),
        (None, None, "Nobody in particular."),
    ]


def test_a_table_with_a_heading() -> None:
    name, found = read(
        'Start Time,End Time,Speaker,Text\n0.5,2.25,"Aigul","Good ""day"", all"\n"1:02.5",1:03,Bek,\'=1\n'
    )
    assert name == "csv"
    assert said(found) == [((500, 2_250), "Aigul", 'Good "day", all'), ((62_500, 63_000), "Bek", "=1")]
