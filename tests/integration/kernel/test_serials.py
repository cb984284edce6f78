"""Numbers are given out without gaps or doubles."""

from concurrent.futures import ThreadPoolExecutor

from app.kernel.db.session import db
from app.kernel.db.site import daily_number, next_serial


def test_number_carries_the_citys_date(app, frozen_clock):
    numbers = [daily_number("complaint"), daily_number("complaint")]
    assert numbers == ["20260304-00001", "20260304-00002"]


def test_rolled_back_number_is_given_out_again(app):
    assert next_serial("complaint", "2026") == 1
    db.session.commit()
    assert next_serial("complaint", "2026") == 2
    db.session.rollback()
    assert next_serial("complaint", "2026") == 2


def test_many_at_once_get_each_number_once(live_app):
    def take(_):
        with live_app.app_context():
            number = next_serial("complaint", "2026")
            db.session.commit()
            return number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(take, range(40)))
    assert sorted(numbers) == list(range(1, 41))
