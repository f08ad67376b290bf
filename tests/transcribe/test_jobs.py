"""The ledger: what is asked for, who does it, and that nobody else's write gets in."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlite_utils import Database

from media.catalogue import add_programme
from media.database import connect, utc_now
from media.errors import UnknownLanguage, UnknownProgramme
from media.records import Span
from transcribe import jobs, lease
from transcribe.chunk_results import Asked, Recognition, find_results, store_results
from transcribe.errors import JobCancelled, LeaseLost, UnknownJob
from transcribe.owner import Owner, this_process
from transcribe.records import INTERRUPTED, Hypothesis, Job, JobState, Priority
from transcribe.schema import SCHEMAS

ANN, BOB = Owner("", 1, "elsewhere"), Owner("", 2, "elsewhere")
"""Two owners on machines that we cannot see: only their leases count."""

RECOGNITION = Recognition("an engine", "1", "m" * 64, "s" * 64, "kk", {"beam_size": 5})
HYPOTHESIS = Hypothesis("kk", 1.0, ())


def dead_owner() -> Owner:
    """Return a process of this machine that has ended."""
    code = "from transcribe.owner import this_process; print(this_process())"
    return Owner.parse(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    )


@pytest.fixture
def programme_id(db: Database) -> str:
    return add_programme(db, {"title": "Тарих", "language": "kk"}).programme_id


def claimed(db: Database, job_id: str, owner: Owner = ANN) -> Job:
    held = lease.claim(db, job_id, owner)
    assert held is not None
    return held


def expire(db: Database, job_id: str) -> None:
    db.execute("UPDATE job SET lease_until_ms = 1 WHERE job_id = ?", [job_id])


def test_the_same_work_waits_once(db: Database, programme_id: str) -> None:
    first = jobs.enqueue(db, "transcribe", programme_id, {})
    assert jobs.enqueue(db, "transcribe", programme_id, {"model": "auto", "engine": "auto"}) == first
    assert jobs.enqueue(db, "transcribe", programme_id, {"language": "ru"}).job_id != first.job_id
    claimed(db, first.job_id)
    again = jobs.enqueue(db, "transcribe", programme_id, {})
    assert again.job_id != first.job_id, "a running job has read its inputs already"


def test_work_that_runs_is_found_where_it_began_after_what_it_is_about(db: Database, programme_id: str) -> None:
    before = utc_now()
    first = jobs.enqueue(db, "check", programme_id, {})
    claimed(db, first.job_id)
    found = jobs.enqueue_unless_running(db, "check", programme_id, {}, Priority.URGENT, since=before)
    assert found.job_id == first.job_id
    later = "9999-01-01T00:00:00.000Z"
    again = jobs.enqueue_unless_running(db, "check", programme_id, {}, Priority.URGENT, since=later)
    assert again.job_id != first.job_id, "it has read what was there before"
    assert again.priority is Priority.URGENT


def test_a_job_of_no_programme_is_refused(db: Database) -> None:
    with pytest.raises(UnknownProgramme):
        jobs.enqueue(db, "link", "p0", {})
    assert jobs.list_jobs(db) == []


def test_a_language_that_is_none_is_refused_before_anything_is_asked_for(db: Database, programme_id: str) -> None:
    with pytest.raises(UnknownLanguage):
        jobs.find_or_enqueue(db, "transcribe", programme_id, {"language": "Kazakh"})
    assert jobs.list_jobs(db) == []
    assert jobs.enqueue(db, "transcribe", programme_id, {"language": "auto"}).options["language"] == "und"


def test_jobs_are_listed_newest_first(db: Database, programme_id: str) -> None:
    other = add_programme(db, {"title": "Б", "language": "ru"}).programme_id
    made = [jobs.enqueue(db, "link", programme_id, {}), jobs.enqueue(db, "link", other, {})]
    assert jobs.list_jobs(db) == made[::-1]
    assert jobs.list_jobs(db, programme_id) == made[:1]


def test_the_same_command_finds_what_it_left(db: Database, programme_id: str) -> None:
    left = jobs.enqueue(db, "link", programme_id, {})
    held = claimed(db, left.job_id)
    lease.fail(db, held, "The summary is gone.")
    assert jobs.find_or_enqueue(db, "link", programme_id, {}).job_id == left.job_id
    lease.succeed(db, claimed(db, left.job_id), None)
    assert jobs.find_or_enqueue(db, "link", programme_id, {}).job_id != left.job_id


def test_a_waiting_job_is_found_before_an_ended_one(db: Database, programme_id: str) -> None:
    old = jobs.enqueue(db, "link", programme_id, {})
    jobs.cancel(db, old.job_id)
    new = jobs.enqueue(db, "link", programme_id, {})
    lease.succeed(db, claimed(db, new.job_id), None)
    jobs.retry(db, old.job_id)
    assert jobs.find_or_enqueue(db, "link", programme_id, {}).job_id == old.job_id


def test_what_cannot_be_stopped_or_tried_again_is_said(db: Database, programme_id: str) -> None:
    job = jobs.enqueue(db, "link", programme_id, {})
    for change in (jobs.cancel, jobs.retry, jobs.get_job):
        with pytest.raises(UnknownJob, match="no job “j0”"):
            change(db, "j0")
    with pytest.raises(UnknownJob, match="is queued"):
        jobs.retry(db, job.job_id)
    lease.succeed(db, claimed(db, job.job_id), None)
    with pytest.raises(UnknownJob, match="is succeeded already"):
        jobs.cancel(db, job.job_id)
    assert jobs.get_job(db, job.job_id).state is JobState.SUCCEEDED


def test_a_living_owner_keeps_its_job(db: Database, programme_id: str) -> None:
    job = jobs.enqueue(db, "link", programme_id, {})
    claimed(db, job.job_id, this_process())
    assert lease.claim(db, job.job_id, BOB) is None
    assert lease.claim(db, None, BOB) is None


def test_a_dead_owner_is_not_waited_for(db: Database, programme_id: str) -> None:
    job = jobs.enqueue(db, "link", programme_id, {})
    first = claimed(db, job.job_id, dead_owner())
    second = claimed(db, job.job_id, this_process())
    assert (second.fence, second.attempt) == (first.fence + 1, 2)


def test_a_process_with_the_number_of_a_dead_one_is_another(db: Database, programme_id: str) -> None:
    job = jobs.enqueue(db, "link", programme_id, {})
    claimed(db, job.job_id, replace(this_process(), started="1"))
    assert lease.claim(db, job.job_id, BOB) is not None


def test_a_killed_process_that_nobody_has_waited_for_is_dead() -> None:
    code = "from transcribe.owner import this_process; print(this_process(), flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        owner = Owner.parse(process.stdout.readline().decode().strip())
        assert not owner.is_dead()
        process.kill()
        process.stdout.read()  # Ends with the process, which stays a zombie until it is waited for.
        while not owner.is_dead():
            pass


def test_an_owner_on_another_machine_counts_as_living() -> None:
    assert not Owner("another-boot/pid:[1]", 1, "1").is_dead()


def test_a_job_that_kills_its_owners_is_left_to_a_person(db: Database, programme_id: str) -> None:
    job = jobs.enqueue(db, "transcribe", programme_id, {})
    later = jobs.enqueue(db, "link", programme_id, {})
    dead = dead_owner()
    for _ in range(lease.MAX_INTERRUPTIONS):
        held = lease.claim(db, None, dead)
        assert held is not None
        assert held.job_id == job.job_id
    assert lease.claim(db, None, ANN) is None
    given_up = jobs.get_job(db, job.job_id)
    assert (given_up.state, given_up.because) == (JobState.FAILED, INTERRUPTED)
    assert given_up.error is not None
    assert f"muragat retry {job.job_id}" in given_up.error
    following = lease.claim(db, None, ANN)
    assert following is not None
    assert following.job_id == later.job_id
    jobs.retry(db, job.job_id)
    assert claimed(db, job.job_id).attempt == 1


def test_a_result_is_found_by_all_that_it_depends_on(db: Database, programme_id: str) -> None:
    job = claimed(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id)
    span = Span(0, 30_000)
    batch = [Asked(span, "kk"), Asked(Span(30_000, 60_000), "ru")]
    store_results(db, job, RECOGNITION, batch, [HYPOTHESIS, HYPOTHESIS])
    assert find_results(db, RECOGNITION, batch) == (HYPOTHESIS, HYPOTHESIS)
    assert find_results(db, RECOGNITION, batch[:1]) is None
    assert find_results(db, RECOGNITION, [batch[0], replace(batch[1], language="kk")]) is None
    assert find_results(db, RECOGNITION, [batch[0], replace(batch[1], span=Span(30_000, 60_001))]) is None
    others = {
        "engine": "another",
        "engine_version": "2",
        "model_sha256": "n" * 64,
        "sound_sha256": "t" * 64,
        "language": "ru",
        "options": {"beam_size": 1},
        "glossary": ("Байқоңыр",),
    }
    for name, value in others.items():
        assert find_results(db, replace(RECOGNITION, **{name: value}), batch) is None, name


def test_an_urgent_job_is_done_first_and_what_it_waits_for_before_it(db: Database, programme_id: str) -> None:
    other, third = (add_programme(db, {"title": title, "language": "ru"}).programme_id for title in "БВ")
    oldest = jobs.enqueue(db, "link", programme_id, {})
    before = jobs.enqueue(db, "transcribe", other, {})
    urgent = jobs.enqueue(db, "link", other, {}, Priority.URGENT)
    last = jobs.enqueue(db, "link", third, {})
    jobs.set_priority(db, last.job_id, Priority.URGENT)
    taken = []
    while job := lease.claim(db, None, ANN):
        taken.append(job.job_id)
        lease.succeed(db, job, None)
    assert taken == [before.job_id, urgent.job_id, last.job_id, oldest.job_id]


def test_asking_again_can_make_a_waiting_job_urgent_and_never_less_so(db: Database, programme_id: str) -> None:
    jobs.enqueue(db, "link", programme_id, {})
    urgent = jobs.enqueue(db, "link", programme_id, {}, Priority.URGENT)
    assert jobs.enqueue(db, "link", programme_id, {}) == urgent
    assert urgent.priority is Priority.URGENT
    assert jobs.set_priority(db, urgent.job_id, Priority.NORMAL).priority is Priority.NORMAL


@pytest.fixture(scope="module")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "archive.db"
    db = connect(path, SCHEMAS)
    for title in ("А", "Б", "В"):
        add_programme(db, {"title": title, "language": "kk"})
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@dataclass
class Expected:
    """A job as the test believes it to be."""

    programme_id: str
    state: JobState = JobState.QUEUED
    fence: int = 0
    abandoned: bool = False
    """Running, but the lease is over or the owner dead."""
    attempt: int = 0
    priority: Priority = Priority.NORMAL
    done: int = 0


class LedgerMachine(RuleBasedStateMachine):
    """Every order of asking, claiming, dying, ending and writing late, against a model of a few lines."""

    template: Path
    dead: Owner
    asked = Bundle("asked")
    held = Bundle("held")

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        path = Path(self.directory.name) / "archive.db"
        shutil.copy(self.template, path)
        self.db = connect(path, SCHEMAS)
        self.db.execute("PRAGMA synchronous = OFF")  # No power fails here.
        self.programmes = [row["programme_id"] for row in self.db.query("SELECT programme_id FROM programme")]
        self.expected: dict[str, Expected] = {}
        self.results: set[Span] = set()
        self.writes = 0

    def teardown(self) -> None:
        self.db.close()
        self.directory.cleanup()

    @rule(
        target=asked,
        which=st.integers(0, 2),
        language=st.sampled_from(("kk", "ru")),
        priority=st.sampled_from(Priority),
    )
    def enqueue(self, which: int, language: str, priority: Priority) -> str:
        job = jobs.enqueue(self.db, "transcribe", self.programmes[which], {"language": language}, priority)
        expected = self.expected.setdefault(job.job_id, Expected(job.programme_id))
        assert expected.state is JobState.QUEUED
        expected.priority = max(expected.priority, priority)
        return job.job_id

    @rule(job_id=asked, priority=st.sampled_from(Priority))
    def set_priority(self, job_id: str, priority: Priority) -> None:
        expected = self.expected[job_id]
        if expected.state in (JobState.QUEUED, JobState.RUNNING):
            jobs.set_priority(self.db, job_id, priority)
            expected.priority = priority
        else:
            with pytest.raises(UnknownJob):
                jobs.set_priority(self.db, job_id, priority)

    @rule(target=held, job_id=asked, owner=st.integers(0, 2))
    def claim(self, job_id: str, owner: int) -> object:
        expected = self.expected[job_id]
        is_free = expected.abandoned or expected.state not in (JobState.RUNNING, JobState.SUCCEEDED)
        job = lease.claim(self.db, job_id, self.owner(owner))
        assert (job is not None) == is_free
        return self.note_claim(job, owner)

    @rule(target=held, owner=st.integers(0, 2))
    def claim_next(self, owner: int) -> object:
        job = lease.claim(self.db, None, self.owner(owner))
        assert (job.job_id if job else None) == self.expect_next()
        return self.note_claim(job, owner)

    def expect_next(self) -> str | None:
        """The first unfinished job of each programme can be had; which of them, the most urgent of each decides."""
        first: dict[str, str] = {}
        urgency: dict[str, Priority] = {}
        for job_id, expected in self.expected.items():
            if expected.state in (JobState.QUEUED, JobState.RUNNING):
                first.setdefault(expected.programme_id, job_id)
                urgency[expected.programme_id] = max(urgency.get(expected.programme_id, 0), expected.priority)
        for programme_id in sorted(first, key=lambda programme_id: -urgency[programme_id]):
            expected = self.expected[first[programme_id]]
            if expected.state is JobState.RUNNING and not expected.abandoned:
                continue
            if expected.attempt < lease.MAX_INTERRUPTIONS:
                return first[programme_id]
            expected.state, expected.abandoned = JobState.FAILED, False
            expected.fence += 1
        return None

    def owner(self, number: int) -> Owner:
        return (ANN, BOB, self.dead)[number]

    def note_claim(self, job: Job | None, owner: int) -> object:
        if job is None:
            return multiple()
        expected = self.expected[job.job_id]
        assert job.fence == expected.fence + 1
        again = expected.state in (JobState.QUEUED, JobState.RUNNING)
        expected.attempt = expected.attempt + 1 if again else 1
        expected.state, expected.fence = JobState.RUNNING, job.fence
        expected.abandoned = self.owner(owner) is self.dead
        assert (job.state, job.attempt) == (JobState.RUNNING, expected.attempt)
        return job

    @rule(job_id=asked)
    def expire(self, job_id: str) -> None:
        expire(self.db, job_id)
        if self.expected[job_id].state is JobState.RUNNING:
            self.expected[job_id].abandoned = True

    def write(self, job: Job, write: Callable[[], object]) -> bool:
        """Write in a lease's name, which must work if it is the newest and be refused if it is not."""
        expected = self.expected[job.job_id]
        if expected.state is JobState.RUNNING and expected.fence == job.fence:
            write()
            return True
        before = list(self.db.query("SELECT * FROM job"))
        with pytest.raises(JobCancelled if expected.state is JobState.CANCELLED else LeaseLost):
            write()
        assert list(self.db.query("SELECT * FROM job")) == before
        return False

    @rule(job=held, owner_lives=st.booleans())
    def heartbeat(self, job: Job, owner_lives: bool) -> None:
        if self.write(job, lambda: lease.heartbeat(self.db, job)) and not self.was_claimed_by_the_dead(job):
            self.expected[job.job_id].abandoned = False

    def was_claimed_by_the_dead(self, job: Job) -> bool:
        return next(self.db.query("SELECT owner FROM job WHERE job_id = ?", [job.job_id]))["owner"] == str(self.dead)

    @rule(job=held, done=st.integers(1, 1_000))
    def progress(self, job: Job, done: int) -> None:
        if self.write(job, lambda: lease.progress(self.db, job, done, 1_000, 2.5)):
            self.expected[job.job_id].done = done
            if not self.was_claimed_by_the_dead(job):
                self.expected[job.job_id].abandoned = False

    @rule(job=held)
    def store(self, job: Job) -> None:
        self.writes += 1
        span = Span(self.writes, self.writes + 1)
        if self.write(job, lambda: store_results(self.db, job, RECOGNITION, [Asked(span, "kk")], [HYPOTHESIS])):
            self.results.add(span)

    @rule(job=consumes(held), succeeds=st.booleans())
    def end(self, job: Job, succeeds: bool) -> None:
        end = lease.succeed if succeeds else lease.fail
        if self.write(job, lambda: end(self.db, job, "A sentence.")):
            expected = self.expected[job.job_id]
            expected.state = JobState.SUCCEEDED if succeeds else JobState.FAILED
            expected.abandoned = False
            if succeeds and expected.done:
                expected.done = 1_000

    @rule(job=held)
    def requeue(self, job: Job) -> None:
        if self.write(job, lambda: lease.requeue(self.db, job)):
            expected = self.expected[job.job_id]
            expected.state, expected.abandoned = JobState.QUEUED, False
            expected.attempt -= 1

    @rule(job_id=asked)
    def cancel(self, job_id: str) -> None:
        expected = self.expected[job_id]
        if expected.state in (JobState.QUEUED, JobState.RUNNING):
            jobs.cancel(self.db, job_id)
            expected.state, expected.abandoned = JobState.CANCELLED, False
            expected.fence += 1
        else:
            with pytest.raises(UnknownJob):
                jobs.cancel(self.db, job_id)

    @rule(job_id=asked)
    def retry(self, job_id: str) -> None:
        expected = self.expected[job_id]
        if expected.state in (JobState.FAILED, JobState.CANCELLED):
            jobs.retry(self.db, job_id)
            expected.state, expected.attempt = JobState.QUEUED, 0
        else:
            with pytest.raises(UnknownJob):
                jobs.retry(self.db, job_id)

    @invariant()
    def the_ledger_is_as_expected(self) -> None:
        found = {job.job_id: (job.state, job.fence, job.priority, job.done) for job in jobs.list_jobs(self.db)}
        assert found == {
            job_id: (expected.state, expected.fence, expected.priority, expected.done)
            for job_id, expected in self.expected.items()
        }
        assert self.db.table("chunk_result").count == len(self.results)


def test_one_owner_and_fenced_writes_in_every_order(empty_archive: Path) -> None:
    machine = type("Machine", (LedgerMachine,), {"template": empty_archive, "dead": dead_owner()})
    run_machine(machine, examples=60)


@pytest.mark.release
def test_one_owner_and_fenced_writes_in_very_many_orders(empty_archive: Path) -> None:
    machine = type("Machine", (LedgerMachine,), {"template": empty_archive, "dead": dead_owner()})
    run_machine(machine, examples=2_000)


def run_machine(machine: type[RuleBasedStateMachine], examples: int) -> None:
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=40, deadline=None, database=None)
    )
