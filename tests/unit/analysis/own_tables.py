"""Small tables of a made-up company, in which the truth is known."""

import numpy as np
import pandas as pd

N = 400


def customers(n=N, seed=3):
    """Two kinds of customers; difficulty moves waiting and satisfaction alike; unhappy ones leave."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 2, n)
    difficulty = rng.normal(size=n)
    wait = 5 + 2 * difficulty + rng.normal(size=n)
    csat = 4 - 0.8 * difficulty + rng.normal(0, 0.5, n)
    left = (rng.random(n) < 1 / (1 + np.exp(2 + 2 * (csat - 4)))).astype(int)
    return pd.DataFrame(
        {
            "customer": np.arange(n),
            "region": np.where(kind == 1, "north", "south"),
            "spend": 100 + 80 * kind + rng.normal(0, 9, n),
            "visits": 2 + 6 * kind + rng.normal(0, 0.8, n),
            "difficulty": difficulty,
            "wait": wait,
            "csat": csat,
            "left": left,
            "happy": (csat > 4).astype(int),
            "score": np.clip(np.round(2 * csat), 0, 10).astype(int),
            "when": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(n) % 330, unit="D"),
        }
    )


COMMENTS = [
    "等了很久电话才接通",
    "电话打不通,等了很久",
    "客服态度很差",
    "态度差,不耐烦",
    "very rude agent",
    "the agent was rude",
    "parcel delivered late",
    "late parcel again",
    "great help, thanks",
    "thanks, great service",
] * 6
GROUPS = ["wait", "wait", "tone", "tone", "tone", "tone", "parcel", "parcel", "praise", "praise"] * 6

TICKETS = pd.DataFrame(
    {
        "customer": ["1", "1", "2", "3", "9"],
        "class": ["general", "serious", "general", "major", "general"],
        "key": ["general", "serious", "serious", "major", "general"],
        "started": [
            "2024-03-01 09:00",
            "2024-03-02 09:00",
            "2024-03-04 10:00",
            "2024-03-05 10:00",
            "2024-03-08 10:00",
        ],
        "finished": ["2024-03-01 12:00", None, "2024-03-04 11:00", None, None],
    }
)

CRM = pd.DataFrame(
    {
        "id": ["C-1", "C-2", "C-3", "c2"],
        "phone": ["138 0000 1111", None, "13900002222", "+8613700003333"],
        "name": ["Li", "Wang", "Zhao", "Wang"],
        "mail": ["li@x.cn", "wang@x.cn", None, None],
    }
)
ORDERS = pd.DataFrame({"who": ["c1", "C-2", "C-7"], "money": [10, 20, 30]})
CALLS = pd.DataFrame({"from": ["+86 138-0000-1111", "13700003333", "19900009999"], "score": [9, 3, 5]})
TABLES = {"crm": CRM, "orders": ORDERS, "calls": CALLS}
KEYS = {"crm": ["id", "phone"], "orders": "who", "calls": "from"}

STAGES = pd.DataFrame(
    {
        "customer": [1, 1, 1, 2, 2, 3, 3],
        "stage": ["new", "grow", "keep", "new", "lost", "new", "grow"],
        "month": ["2024-01-01", "2024-02-01", "2024-03-01"] + ["2024-01-01", "2024-02-01"] * 2,
    }
)
LOG = pd.DataFrame(
    {
        "visit": [1, 1, 1, 1, 2, 2, 3],
        "step": ["open", "choose", "choose", "pay", "open", "choose", "open"],
        "when": pd.to_datetime(
            [
                "2024-01-01 10:00:00",
                "2024-01-01 10:00:20",
                "2024-01-01 10:01:00",
                "2024-01-01 10:02:00",
                "2024-01-01 11:00:00",
                "2024-01-01 11:00:40",
                "2024-01-01 12:00:00",
            ]
        ),
        "error": [0, 1, 0, 0, 0, 1, 0],
    }
)
