"""What was current at a moment, and what has become of it."""

from datetime import UTC, datetime, timedelta

import pytest

from volgraph.io.history import Found, History, Publication, Reason, State, Withdrawal

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def publication(minute: int, digest: str, reason: Reason = Reason.PUBLISH) -> Publication:
    return Publication(digest, at(minute), reason)


def withdrawal(**replaced: str) -> Withdrawal:
    return Withdrawal("https://example.org/id/person/x", "asked", START, 3, "0" * 64, (), replaced)


PUBLISHED = [publication(0, "a"), publication(10, "b"), publication(20, "a", Reason.ROLLBACK), publication(30, "c")]


def history(kept: str = "abc", *withdrawals: Withdrawal) -> History:
    return History(PUBLISHED, withdrawals, set(kept))


@pytest.mark.parametrize(
    ("minute", "digest"),
    [(-5, "a"), (0, "a"), (9.9, "a"), (10, "b"), (19, "b"), (20, "a"), (29, "a"), (30, "c"), (9999, "c")],
)
def test_a_moment_has_the_generation_that_was_current_then_and_the_first_before_all(minute: float, digest: str) -> None:
    moment = history().at(at(minute))
    assert moment is not None
    assert moment.found == Found(digest, State.KEPT, None, digest)


def test_a_moment_may_be_of_another_time_zone() -> None:
    moment = history().at(datetime.fromisoformat("2026-03-01T17:15:00+05:00"))
    assert moment is not None
    assert moment.found.digest == "b"


def test_nothing_was_current_where_nothing_was_published() -> None:
    empty = History([], [], set())
    assert (empty.at(START), empty.timeline(), empty.before("")) == (None, [], None)


def test_going_back_is_a_stretch_of_time_of_its_own() -> None:
    stretches = [(m.found.digest, m.published, m.until) for m in history().timeline()]
    assert stretches == [("a", at(0), at(10)), ("b", at(10), at(20)), ("a", at(20), at(30)), ("c", at(30), None)]


def test_two_publications_within_a_second_leave_the_later_one() -> None:
    moment = History([publication(0, "a"), publication(0, "b")], [], {"a", "b"}).at(START)
    assert moment is not None
    assert moment.found.digest == "b"


def test_what_was_published_and_is_gone_is_pruned_and_what_never_was_is_unknown() -> None:
    assert history("ac").find("b") == Found("b", State.PRUNED)
    assert history().find("f") == Found("f", State.UNKNOWN)


def test_a_build_that_was_not_published_is_unknown_although_it_is_there() -> None:
    assert history("abcz").find("z") == Found("z", State.UNKNOWN)


class TestWithdrawn:
    def test_the_old_digest_leads_to_the_new_one_which_keeps_its_place_in_time(self) -> None:
        read = history("xbc", withdrawal(a="x"))
        assert read.find("a") == Found("a", State.WITHDRAWN, "x", "x")
        assert read.find("x") == Found("x", State.KEPT, None, "x")
        assert [m.found.kept for m in read.timeline()] == ["x", "b", "x", "c"]

    def test_two_withdrawals_lead_to_the_last(self) -> None:
        read = history("ybc", withdrawal(a="x"), withdrawal(x="y"))
        assert read.find("a") == Found("a", State.WITHDRAWN, "y", "y")
        assert read.find("x") == Found("x", State.WITHDRAWN, "y", "y")

    def test_a_replacement_that_was_pruned_is_named_but_not_kept(self) -> None:
        read = history("bc", withdrawal(a="x"))
        assert read.find("a") == Found("a", State.WITHDRAWN, "x", None)
        assert read.find("x") == Found("x", State.PRUNED)

    def test_a_replacement_of_what_was_never_published_is_unknown(self) -> None:
        assert history("abcw", withdrawal(z="w")).find("w") == Found("w", State.UNKNOWN)

    def test_going_back_reaches_the_replacement(self) -> None:
        assert history("xbc", withdrawal(a="x")).before("c") == "x"

    def test_two_generations_that_became_one_count_once(self) -> None:
        assert history("xc", withdrawal(a="x", b="x")).newest(2) == {"c", "x"}


def test_a_withdrawal_covers_what_is_below_its_iri_and_not_what_begins_alike() -> None:
    entry = withdrawal()
    covered = [entry.covers(entry.iri + end) for end in ("", "/label/ru", "y", "-2")]
    assert covered == [True, True, False, False]


def test_lines_of_the_logs_say_what_was_written() -> None:
    assert Publication.of_json(PUBLISHED[2].to_json()) == PUBLISHED[2]
    assert Withdrawal.of_json(withdrawal(a="x").to_json()) == withdrawal(a="x")
