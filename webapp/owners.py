"""Who brought which programme."""

from __future__ import annotations

from sqlite_utils import Database

from webapp.accounts import User


def set_owner(db: Database, programme_id: str, user: User) -> None:
    """Note who brought a new programme."""
    db.table("programme_owner").insert({"programme_id": programme_id, "user_name": user.name})
