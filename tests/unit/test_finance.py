"""The ledger closes to the fen, whatever the prices."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from cxsim.stages import finance

pytestmark = pytest.mark.coverage

PRICES = finance.Prices(
    wage_h=5000.0, overtime_factor=1.5, shrinkage=0.3, supervisor_factor=0.13, recruit=500_000,
    tools_year=12_345_677, fixed_year=3_700_000_001, acquisition=40_000, acquisition_referral=8_000,
    lost_order=10_000, contribution_share=0.4, discount_rate=0.1, spend_slope=0.05, spend_reference=0.1,
    referral_margin=1.16,
)  # fmt: skip


def test_rounding_is_half_to_even() -> None:
    assert finance.to_fen([0.5, 1.5, 2.5, -0.5, -1.5]).tolist() == [0, 2, 2, 0, -2]


@pytest.mark.parametrize("amount", [0, 1, 51, 52, 53, 3_700_000_001, 99_999_999_999_999])
def test_a_yearly_amount_is_spent_exactly(amount: int) -> None:
    weeks = finance.spread_over_weeks(amount, 260)
    assert weeks.reshape(5, 52).sum(axis=1).tolist() == [amount] * 5
    assert weeks[7:59].sum() == amount
    assert weeks.max() - weeks.min() <= 1


def test_paid_hours_and_wages_by_hand() -> None:
    rostered = np.array([[7 * 3_600_000, 0, 0, 0]])
    overtime = np.array([[1_800_000, 0, 0, 0]])
    hours = finance.paid_hours(rostered, overtime, 0.3)
    assert hours.regular[0, 0] == pytest.approx(10.0)
    cost = finance.labor_cost(hours, PRICES)
    assert cost[finance.LABOR[0]][0] == 50_000
    assert cost[finance.OVERTIME][0] == 3_750
    assert cost[finance.SUPERVISORS][0] == round(Fraction(53_750 * 13, 100))


@pytest.mark.parametrize(
    ("satisfaction", "share", "fen"),
    [
        (0.1, 1.0, 10_000),
        (1.1, 1.0, 10_500),
        (0.1, 0.25, 2_500),
        (-30.0, 1.0, 0),
        (0.1, 0.00025, 2),
        (0.1, 0.00035, 4),
    ],
)
def test_margin_follows_satisfaction_and_time_as_a_customer(
    satisfaction: float, share: float, fen: int
) -> None:
    assert finance.review_margin(10_000.0, satisfaction, share, 0.05, 0.1) == fen


def test_revenue_keeps_the_contribution_share() -> None:
    assert finance.revenue_of(10_001, 0.4) == 25_002  # 25002.5, half to even


def test_the_ledger_closes_in_any_order() -> None:
    rng = np.random.default_rng(1)
    amounts = {kind: rng.integers(0, 10**12, 52) for kind in range(len(finance.KINDS))}
    ledger = finance.make_ledger(amounts)
    money_in = int(ledger["amount"][ledger["amount"] > 0].sum())
    money_out = -int(ledger["amount"][ledger["amount"] < 0].sum())
    profit = int(finance.totals(ledger).sum())
    assert money_in == money_out + profit
    assert profit == sum(int(x) for x in amounts[finance.REVENUE]) - sum(
        int(amounts[kind].sum()) for kind in range(1, len(finance.KINDS))
    )
    shuffled = ledger[rng.permutation(len(ledger))]
    assert finance.totals(shuffled).tolist() == finance.totals(ledger).tolist()


def test_equity_of_a_certain_and_of_a_lost_customer() -> None:
    assert finance.equity(100_000.0, 1.0, 0.1) == 1_000_000
    assert finance.equity(100_000.0, 0.0, 0.1) == 0
    assert finance.equity(100_000.0, 0.5, 0.1) == round(Fraction(50_000 * 10, 6))
    assert finance.equity(100_000.0, 1.0, 0.0) == 10_000_000
