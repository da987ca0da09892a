"""Sentences without digits of lessons 3 and 5 that the model must carry."""

from cxsim.course import communication, company, digital, levers
from cxsim.course import communication_tools as tools
from cxsim.scenario import load_scenario


def test_told_the_wait_more_hang_up_and_more_are_satisfied():
    today, _, announced, _ = communication.plans()
    before, after = company.summary_of(today), company.summary_of(announced)
    assert after["phone_abandoned_share"] > before["phone_abandoned_share"]
    assert after["csat_true_share"] > before["csat_true_share"]
    assert after["phone_wait_mean_min"] < before["phone_wait_mean_min"]


def test_nobody_in_the_pool_leads_two_contacts_at_a_time_and_helping_keeps_the_second_chat():
    assert communication.one_pool().policy.staffing.chat_concurrency == 1
    _, helped, pooled = (value for _, value in levers.communication()[0][0].options)
    assert helped[levers.CHATS_AT_A_TIME] == company.default().policy.staffing.chat_concurrency == 2
    assert not helped[levers.CHAT_TAKES_CALLS]
    assert pooled == communication.ONE_POOL


def test_a_pool_gains_most_where_teams_are_small():
    shares = [2 * tools.agents(calls, 3, 60) / tools.agents(2 * calls, 3, 60) for calls in (10, 30, 60, 120)]
    assert shares == sorted(shares, reverse=True)


def test_a_short_word_breaks_and_a_long_one_sends_away_and_satisfaction_follows_the_sign():
    found = []
    for factor in tools.FACTORS:
        plan = company.default().replace({**communication.TOLD, "policy.promise.announce_factor": factor})
        found.append(company.summary_of(plan))
    for key in ("announced_kept_share", "announced_left_share", "csat_true_share"):
        assert found[0][key] < found[1][key] < found[2][key]


def test_the_bot_of_the_lesson_is_the_one_of_the_source():
    assert digital.with_bot().policy.bot == load_scenario(digital.PRESET).policy.bot


def test_contained_is_more_than_solved_and_the_worse_it_understands_the_more():
    gaps = []
    for understands in digital.UNDERSTANDS:
        found = company.summary_of(digital.with_bot(accuracy=understands))
        gaps.append(found["bot_contained_share"] - found["bot_solved_share"])
    assert 0 < gaps[0] < gaps[1] < gaps[2]


def test_waits_return_as_soon_as_agents_go():
    today, bot = company.summary_of(digital.LAB.base()), company.summary_of(digital.with_bot())
    fewer = company.summary_of(digital.with_bot().replace({"policy.staffing.extra.phone": -1}))
    assert bot["phone_abandoned_share"] < today["phone_abandoned_share"] < fewer["phone_abandoned_share"]
    assert fewer["phone_handled"] < bot["phone_handled"] < today["phone_handled"]


def test_at_night_the_misread_find_nobody_until_the_next_day():
    contacts = company.year_of(digital.with_bot()).contacts
    late = contacts[digital._closed_hours(contacts)]
    failed = late[(late["kind"] == "bot") & (late["outcome"] == "bot_failed")]
    assert len(failed) > 10
    after = contacts[(contacts["kind"] == "transfer") & contacts["need"].isin(failed["need"])]
    assert not digital._closed_hours(after).any()


def test_most_warnings_are_false_and_most_offers_go_to_those_who_would_stay():
    found = company.summary_of(digital.LAB.base().replace({"policy.warning.on": True}))
    assert found["warnings_right_share"] < 0.5
    assert found["offers"] > 2 * found["warnings"] * found["warnings_right_share"]
