from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobboard.core.domain.money import CURRENCIES, PER_YEAR, Money, Period, SalaryRange

amounts = st.integers(0, 10**12)
ranges = st.builds(
    lambda ends, currency, period: SalaryRange(Money(min(ends), currency), Money(max(ends), currency), period),
    st.tuples(amounts, amounts),
    st.sampled_from(["USD", "CAD"]),
    st.sampled_from(Period),
)


@given(st.decimals(0, 10**9, places=4), st.sampled_from(sorted(CURRENCIES)))
def test_money_is_within_half_a_minor_unit_of_what_was_stated(stated: Decimal, currency: str) -> None:
    money = Money.of(stated, currency)

    assert abs(money.decimal - stated) * 2 <= abs(Money(1, currency).decimal)


def test_minor_units_follow_the_currency() -> None:
    assert Money.of(Decimal("12.5"), "USD").amount == 1250
    assert Money.of(Decimal(12), "JPY").amount == 12
    assert Money.of(Decimal("12.5"), "KWD").amount == 12500


@pytest.mark.parametrize("currency", ["usd", "XXX", "", "DOLLAR"])
def test_an_unknown_currency_is_refused(currency: str) -> None:
    with pytest.raises(ValueError, match="not a currency of ISO 4217"):
        Money(1, currency)


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_money_is_an_amount_of_at_least_nothing(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="amount"):
        Money.of(amount, "USD")


def test_a_salary_range_begins_with_its_lower_end() -> None:
    with pytest.raises(ValueError, match="begins with its lower end"):
        SalaryRange(Money(2, "USD"), Money(1, "USD"), Period.YEAR)


def test_a_salary_range_has_one_currency() -> None:
    with pytest.raises(ValueError, match="one currency"):
        SalaryRange(Money(1, "USD"), Money(2, "CAD"), Period.YEAR)


def test_an_hourly_wage_overlaps_the_yearly_salary_that_it_amounts_to() -> None:
    hourly = SalaryRange(Money(2500, "USD"), Money(3000, "USD"), Period.HOUR)
    yearly = SalaryRange(Money(60_000_00, "USD"), Money(90_000_00, "USD"), Period.YEAR)

    assert hourly.overlaps(yearly)
    assert not hourly.overlaps(SalaryRange(Money(62_400_01, "USD"), Money(90_000_00, "USD"), Period.YEAR))


@given(ranges, ranges)
def test_overlap_is_mutual(one: SalaryRange, other: SalaryRange) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(one)


@given(ranges, ranges)
def test_ranges_overlap_when_an_end_of_one_lies_within_the_other(one: SalaryRange, other: SalaryRange) -> None:
    def covers(wide: SalaryRange, narrow: SalaryRange) -> bool:
        return any(
            wide.yearly_minimum <= end.amount * PER_YEAR[narrow.period] <= wide.yearly_maximum
            for end in (narrow.minimum, narrow.maximum)
        )

    expected = one.currency == other.currency and (covers(one, other) or covers(other, one))
    assert one.overlaps(other) == expected
