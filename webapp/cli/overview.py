"""What `muragat --help` lists: every command under what somebody is doing, first what everybody needs."""

from __future__ import annotations

import inspect

import click

GROUPS = {
    "What everybody needs, in this order": ("add", "transcribe", "approve", "publish", "serve"),
    "Take in": ("import", "feed", "watch", "set", "alike"),
    "Recognise and link": (
        *("align", "link", "translate", "models", "glossary", "voices", "jobs", "cancel", "retry", "priority"),
    ),
    "Review": ("list", "show", "merge", "redact", "redactions", "redaction-key", "assign", "unassign", "audit"),
    "Publish": ("withdraw", "export", "leakcheck", "purge-list"),
    "Keep": ("backup", "verify", "restore", "upgrade", "fixity", "pack", "unpack", "store", "mirror", "erase"),
    "Serve": ("user", "token", "doctor", "metrics", "cluster", "worker", "demo"),
    "Measure": ("score", "bench"),
}
"""Every command once (tests/test_docs.py)."""
ENDS = (";", ":", " (", ",")
"""Where a sentence that is too long for its line may be cut, the best place first."""


def write_groups(group: click.Group, context: click.Context, formatter: click.HelpFormatter) -> None:
    """Write all commands, a line each. :param context: of the group."""
    widest = max(len(name) for names in GROUPS.values() for name in names)
    room = formatter.width - widest - 6
    for heading, names in GROUPS.items():
        with formatter.section(heading):
            formatter.write_dl([(f"{name:<{widest}}", brief(_command(group, context, name), room)) for name in names])


def brief(command: click.Command, room: int) -> str:
    """Return the first sentence of a command's help, or as much of it as fits and stands alone."""
    said = " ".join(inspect.cleandoc(command.help or "").split("\n\n")[0].split())
    sentence, stop, _ = said.partition(". ")
    sentence = sentence if stop else sentence.removesuffix(".")
    for end in ENDS:
        if len(sentence) > room and end in sentence:
            sentence = sentence[: sentence.rfind(end)]
    return sentence


def _command(group: click.Group, context: click.Context, name: str) -> click.Command:
    command = group.get_command(context, name)
    if command is None:
        raise AssertionError(name)  # The test that reads both tables fails before anybody sees this.
    return command
