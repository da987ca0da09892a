"""Do the analyses find what was put into the tables, and keep silent where there is nothing?"""

import warnings

import numpy as np
import pandas as pd
import pytest
from own_tables import COMMENTS, GROUPS, KEYS, TABLES, customers

from cxsim import analysis as a
from cxsim.guards import CxError

TABLE = customers()


def test_a_common_cause_is_told_and_a_real_driver_is_not():
    found = a.common_cause(TABLE, "csat", ["wait"], "difficulty")
    assert found.shrunk == ("wait",)
    rng = np.random.default_rng(1)
    own = pd.DataFrame({"wait": rng.normal(size=300), "other": rng.normal(size=300)})
    own["csat"] = -own["wait"] + rng.normal(size=300)
    assert a.common_cause(own, "csat", ["wait"], "other").warning == ""


def test_personas_are_found_and_drift_is_told():
    found = a.personas(TABLE, ["spend", "visits"])
    again = pd.crosstab(found.labels, TABLE["region"])
    assert again.to_numpy().min() == 0
    assert not found.drift(customers(seed=9)).alarm
    assert found.drift(TABLE[TABLE["region"] == "north"]).alarm
    assert (found.assign(TABLE).to_numpy() == found.labels.to_numpy()).all()


def test_one_cloud_is_no_group():
    cloud = pd.DataFrame(np.random.default_rng(2).normal(size=(300, 4)))
    assert "lines through one cloud" in a.personas(cloud.rename(columns=str)).warning


def test_a_season_is_forecast_better_than_naively():
    time, rng = np.arange(48), np.random.default_rng(3)
    found = a.forecast(500 + 8 * time + 80 * np.sin(time / 12 * 2 * np.pi) + rng.normal(0, 5, 48), 12, 12)
    truth = 500 + 8 * np.arange(48, 60) + 80 * np.sin(np.arange(48, 60) / 12 * 2 * np.pi)
    assert found.error < found.naive_error / 2
    assert np.abs(found.table["value"] - truth).mean() < 20


def test_topics_and_key_words_of_both_languages():
    found = a.topics(COMMENTS, 3)
    assert any("parcel" in topic for topic in found["topic"])
    assert any("态度" in topic for topic in found["topic"])
    words = a.key_words(COMMENTS, GROUPS).groupby("group")["word"].agg(set)
    assert "rude" in words["tone"]
    assert {"电话"} & words["wait"]


@pytest.mark.parametrize("seed", range(6))
def test_a_few_comments_often_repeated_give_their_topics_and_no_warning(seed):
    said = ["等了很久才接通", "态度很好,谢谢", "物流太慢", "great help, thanks", "waited for ages", "agent was rude"]
    comments = np.random.default_rng(seed).choice(said, 60)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = a.topics(comments, 3)
    assert set(found["language"]) == {"en", "zh"}
    assert any("rude" in topic for topic in found["topic"])


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("服务很好,解决了", 1),
        ("太慢,没解决", -1),
        ("not good", -1),
        ("not rude at all", 1),
        ("ok", 0),
        (None, None),
    ],
)
def test_sentiment(text, sign):
    got = a.sentiment([text])["sentiment"][0]
    assert np.isnan(got) if sign is None else np.sign(got) == sign


def test_churn_is_judged_on_rows_it_has_not_seen():
    found = a.churn_model(TABLE, "left", ["csat", "wait", "spend"])
    assert found.weights["column"][0] == "csat"
    line = found.calibration(4)
    assert ((line["low"] - 0.05 < line["promised"]) & (line["promised"] < line["high"] + 0.05)).all()
    best = found.profit(1000, 50, 0.4)
    top = best.loc[best["profit"].idxmax(), "threshold"]
    assert 0.05 < top < 0.35  # an offer pays above 50 / (1000 * 0.4) = 0.125
    noise = TABLE.assign(noise=np.random.default_rng(4).normal(size=len(TABLE)))
    assert abs(a.churn_model(noise, "left", ["noise"]).auc - 0.5) < 0.1
    assert found.at(0.2)["recall"].n == int(TABLE["left"].sum())


def test_lead_time_counts_months_from_the_first_warning():
    panel = {
        "who": [1, 1, 1, 2, 2],
        "month": [1, 2, 3, 1, 2],
        "chance": [0.1, 0.6, 0.7, 0.2, 0.1],
        "end": [4, 4, 4, 3, 3],
    }
    found = a.lead_time(panel, "who", "month", "chance", "end", 0.5)
    assert found["lead"].tolist()[0] == 2
    assert found["share"].tolist() == [0.5, 0.5]


def test_joining_loses_no_row_and_finds_duplicates():
    found = a.join_tables(TABLES, KEYS)
    assert len(found.customers) == 3
    assert found.duplicates["row"].tolist() == [3]
    assert {name: len(t) for name, t in found.tables.items()} == {name: len(t) for name, t in TABLES.items()}
    rates = found.report.set_index("table")["matched"]
    assert rates.to_dict() == {"crm": 4, "orders": 2, "calls": 2}
    card = a.customer_card(found, 1)
    assert card["counts"] == {"orders": 1, "calls": 1}
    assert card["missing"] == ["phone"]


def test_cleaning_writes_down_what_went():
    found = a.clean(
        {"id": [1, 1, 2, 3, 4], "wait": [5, 5, 6, None, 900]}, "id", {"wait": 3}, {"wait": "drop"}
    )
    assert found["wait"].tolist() == [5, 6, 900]
    steps = found.attrs["steps"]
    assert [step.number for step in steps] == [1, 1]
    assert (
        a.mixed_scales({"s": [9] * 6 + [5] * 9, "from": ["web"] * 6 + ["shop"] * 9}, "s", "from")[
            "suspect"
        ].sum()
        == 1
    )


def test_two_trends_are_no_link():
    rng = np.random.default_rng(5)
    score, money = (
        80 + np.arange(40) / 5 + rng.normal(0, 0.5, 40),
        np.exp(5 + np.arange(40) / 50 + rng.normal(0, 0.02, 40)),
    )
    assert a.satisfaction_to_revenue(score, money, changes=False).sign() == "higher"
    assert a.satisfaction_to_revenue(score, money).sign() == "too close to call"


def test_trend_and_correlations_agree_with_plain_formulas():
    y = np.array([3.0, 5, 4, 6, 8, 7, 9])
    assert a.trend(y).value == pytest.approx(np.polyfit(range(7), y, 1)[0])
    first = a.correlations(TABLE, "csat", ["wait", "spend"]).iloc[0]
    assert (first["first"], bool(first["sure"])) == ("wait", True)


def test_pictures_have_words_and_no_warning_without_a_chinese_font(monkeypatch):
    from cxsim.plots import dashboard as pictures

    table = TABLE.assign(region=np.where(TABLE["region"] == "north", "华北", "华南"))
    found = a.dashboard(table, {"spend": "mean"}, "when", "region")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture, words = pictures.dashboard(found)
        monkeypatch.setattr(pictures, "fonts", lambda: [pictures.LATIN])
        _, other = pictures.dashboard(found)
    assert picture[:4] == b"\x89PNG"
    assert "华北" in words
    assert "[1] = 华" in other


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: a.segments(TABLE, "regio", "csat"), "no column regio; nearest: region"),
        (
            lambda: a.segments(TABLE, "region", "csat", "median"),
            "kind is 'median'; allowed: mean, share, nps",
        ),
        (lambda: a.forecast([1, 2, None, *range(9)], 2), "period 2 is missing"),
        (lambda: a.churn_model(TABLE.head(20), "left", ["csat"]), "at least 10 who left"),
        (lambda: a.quality_report(pd.DataFrame()), "the table has no rows"),
        (lambda: a.personas(TABLE.assign(one=1), ["one", "spend"]), "all values of one are alike"),
        (lambda: a.join_tables(TABLES, {"crm": "id"}), "needs both a table and its key columns"),
        (
            lambda: a.ageing({"s": ["2024-03-02"], "e": ["2024-03-01"]}, "s", "e"),
            "row 0 ends before it starts",
        ),
    ],
)
def test_refused(call, words):
    with pytest.raises(CxError, match=words):
        call()


def test_personal_data_finds_names_and_numbers_and_takes_no_date_for_a_telephone():
    table = pd.DataFrame({
        "full_name": ["Li Na", "Bo Wu"], "mobile": ["(86)12000000001", "'+86 120-0000-0002"],
        "born": ["1990-01-31", "1984-12-01"], "packed": ["20240131", "20240201"], "seen": ["31-01-2024 08:30"] * 2,
    })  # fmt: skip
    found = a.personal_data(table)
    assert dict(zip(found["column"], found["kind"], strict=True)) == {"full_name": "name", "mobile": "telephone"}
    assert list(found["share"]) == [1.0, 1.0]
