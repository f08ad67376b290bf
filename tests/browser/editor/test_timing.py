"""Who has corrected a passage asks there for its times, and sees how far the machine is."""

from __future__ import annotations

from contextlib import closing

from playwright.sync_api import expect

from tests.browser.editor.conftest import Room, Window, field, saved, type_at_end
from transcribe import jobs, lease
from transcribe.owner import this_process


def test_times_are_asked_for_at_a_corrected_passage(room: Room, window: Window) -> None:
    page = window()
    field(page, 1).focus()
    line = page.locator(".timing")
    expect(line).to_have_count(0)
    type_at_end(page, " тоғыз")
    saved(page)
    line.get_by_role("button", name="Time this passage").click()
    expect(line).to_contain_text("Timing the passage at 0:00: waiting")
    expect(line.get_by_role("button")).to_have_count(0)
    expect(field(page)).to_be_focused()
    with closing(room.desk.open()) as db:
        asked = [each for each in jobs.list_jobs(db, room.programme_id) if each.kind == "retime"]
        assert [each.options["segment"] for each in asked] == [page.locator(".passage").first.get_attribute("data-id")]
        db.execute("UPDATE job SET state = 'cancelled' WHERE job_id != ?", [asked[0].job_id])
        held = lease.claim(db, asked[0].job_id, this_process())
        assert held
        lease.progress(db, held, 1, 2, 1.0)
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(line).to_contain_text("running, 50 %")
        lease.succeed(db, held, None)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(line).to_contain_text("0:00: done")
    line.get_by_role("button", name="Time all corrected words").click()
    expect(line).to_contain_text("of the whole programme: waiting")
    with closing(room.desk.open()) as db:
        db.execute("UPDATE job SET state = 'cancelled' WHERE state = 'queued'")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(line.get_by_role("button")).to_have_count(2)
    page.route("**/jobs", lambda route: route.abort())
    page.keyboard.press("Shift+F9")
    expect(page.locator("[data-part=remark]")).to_have_text(
        "The machine could not be asked; ask it on the programme’s page."
    )
