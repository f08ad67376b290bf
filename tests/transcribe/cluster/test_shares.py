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
from transcribe.pipeline import FAR, FAR_AT_ONCE, KINDS, shares
from transcribe.records import Priority

CLUSTER = {SCHEDULER: "tcp://127.0.0.1:8786", CERTIFICATES: PLAIN}


def test_one_thread_does_everything_where_there_is_no_cluster() -> None:
    assert shares({}) == (None,)
    with pytest.raises(BadCluster):
        shares({SCHEDULER: "nonsense", CERTIFICATES: PLAIN})


def test_each_kind_is_in_a_share_and_hearing_in_several() -> None:
    here, *far = shares(CLUSTER)
    assert far == [FAR] * FAR_AT_ONCE
    assert here == frozenset(KINDS) - FAR


def test_a_share_of_the_queue_keeps_the_order_of_a_programme_and_what_is_urgent_first(db: Database) -> None:
    one, two, three = (add_programme(db, {"title": title, "language": "kk"}).programme_id for title in "abc")
    first = enqueue(db, "prepare", one, {})
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
