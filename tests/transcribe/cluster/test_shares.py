"""Where others hear, several recordings are heard at once, and what is done here does not wait for them."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from media.catalogue import add_programme
from transcribe import lease
from transcribe.cluster.place import CERTIFICATES, PLAIN, SCHEDULER
from transcribe.errors import BadCluster
from transcribe.jobs import cancel, enqueue, get_job
from transcribe.owner import this_process
from transcribe.pipeline import ASIDE, FAR, FAR_AT_ONCE, KINDS, shares
from transcribe.records import Priority

CLUSTER = {SCHEDULER: "tcp://127.0.0.1:8786", CERTIFICATES: PLAIN}


def test_one_thread_makes_access_copies_and_one_does_the_rest_where_there_is_no_cluster() -> None:
    rest, aside = shares({})
    assert aside == ASIDE
    assert rest == frozenset(KINDS) - ASIDE
    with pytest.raises(BadCluster):
        shares({SCHEDULER: "nonsense", CERTIFICATES: PLAIN})


def test_each_kind_is_in_a_share_and_hearing_in_several() -> None:
    here, aside, *far = shares(CLUSTER)
    assert far == [FAR] * FAR_AT_ONCE
    assert aside == ASIDE
    assert here == frozenset(KINDS) - ASIDE - FAR


def test_a_share_of_the_queue_keeps_the_order_of_a_programme_and_what_is_urgent_first(db: Database) -> None:
    one, two, three = (add_programme(db, {"title": title, "language": "kk"}).programme_id for title in "abc")
    first = enqueue(db, "link", one, {})
    after = enqueue(db, "transcribe", one, {})
    alone = enqueue(db, "transcribe", two, {})
    urgent = enqueue(db, "transcribe", three, {}, Priority.URGENT)
    owner = this_process()
    claimed = [lease.claim(db, None, owner, FAR) for _ in range(3)]
    assert [job and job.job_id for job in claimed] == [urgent.job_id, alone.job_id, None]
    held = lease.claim(db, None, owner, frozenset(KINDS) - FAR)
    assert held
    assert held.job_id == first.job_id
    lease.succeed(db, held, None)
    following = lease.claim(db, None, owner, FAR)
    assert following
    assert following.job_id == after.job_id


def test_words_wait_for_no_access_copy_and_what_follows_waits_for_both(db: Database) -> None:
    programme_id = add_programme(db, {"title": "a", "language": "kk"}).programme_id
    copy, words, links = (enqueue(db, kind, programme_id, {}) for kind in ("prepare", "transcribe", "link"))
    rest, aside = shares({})
    owner = this_process()
    hearing = lease.claim(db, None, owner, rest)
    assert hearing
    assert hearing.job_id == words.job_id
    assert lease.claim(db, None, owner, rest) is None
    making = lease.claim(db, None, owner, aside)
    assert making
    assert making.job_id == copy.job_id
    lease.succeed(db, hearing, None)
    assert lease.claim(db, None, owner, rest) is None
    lease.succeed(db, making, None)
    linking = lease.claim(db, None, owner, rest)
    assert linking
    assert linking.job_id == links.job_id


def test_what_a_job_waits_for_is_shown_while_it_does(db: Database) -> None:
    job = enqueue(db, "transcribe", add_programme(db, {"title": "a", "language": "kk"}).programme_id, {})
    held = lease.claim(db, None, this_process())
    assert held
    lease.remark(db, held, "It waits.")
    assert get_job(db, job.job_id).error == "It waits."
    lease.remark(db, held, None)
    assert get_job(db, job.job_id).error is None
    lease.remark(db, held, "It waits.")
    assert lease.requeue(db, held).error is None
    held = lease.claim(db, None, this_process())
    assert held
    lease.remark(db, held, "It waits.")
    assert cancel(db, job.job_id).error is None
