"""A readable name for every synthetic person; the names are made up from common ones and mean nobody."""

from __future__ import annotations

import numpy as np

from cxsim.streams import stream_key, uniforms

_SURNAMES = [
    "Wang",
    "Li",
    "Zhang",
    "Liu",
    "Chen",
    "Yang",
    "Huang",
    "Zhao",
    "Wu",
    "Zhou",
    "Xu",
    "Sun",
    "Ma",
    "Zhu",
    "Hu",
    "Guo",
    "He",
    "Lin",
    "Gao",
    "Luo",
    "Zheng",
    "Liang",
    "Xie",
    "Song",
    "Tang",
    "Han",
    "Feng",
    "Deng",
    "Cao",
    "Peng",
    "Zeng",
    "Xiao",
    "Tian",
    "Dong",
    "Yuan",
    "Pan",
    "Cai",
    "Jiang",
    "Yu",
    "Du",
    "Ye",
    "Cheng",
    "Wei",
    "Su",
    "Lu",
    "Ding",
    "Ren",
    "Shen",
    "Yao",
    "Cui",
]
_GIVEN = [
    "Wei",
    "Fang",
    "Na",
    "Min",
    "Jing",
    "Li",
    "Qiang",
    "Lei",
    "Jun",
    "Yang",
    "Yong",
    "Yan",
    "Jie",
    "Juan",
    "Tao",
    "Ming",
    "Chao",
    "Xiuying",
    "Xia",
    "Ping",
    "Gang",
    "Guiying",
    "Hui",
    "Ling",
    "Bo",
    "Hao",
    "Jia",
    "Kai",
    "Lan",
    "Mei",
    "Ning",
    "Peng",
    "Qian",
    "Rui",
    "Shan",
    "Ting",
    "Wen",
    "Xin",
    "Xue",
    "Yi",
    "Yu",
    "Yuan",
    "Yue",
    "Zhen",
    "Zhi",
    "Anqi",
    "Boyang",
    "Chen",
    "Dan",
    "Fei",
    "Haoran",
    "Jiayi",
    "Keke",
    "Lele",
    "Meng",
    "Nan",
    "Ouyang",
    "Qi",
    "Ruoxi",
    "Siyu",
    "Tianyi",
    "Weiting",
    "Xiaoyu",
    "Yifan",
    "Yutong",
    "Zihan",
    "Zimo",
]


def names_of(persons: np.ndarray, seed: int) -> np.ndarray:
    """Name of each person, the same for the same seed under every policy and in every replication.

    Parameters
    ----------
    persons
        Numbers of the persons.
    seed
        Seed of the run.

    Returns
    -------
    numpy.ndarray
        Strings (object), family name first.
    """
    family = uniforms(stream_key(seed, 0, "family name"), persons, 0, 0)
    given = uniforms(stream_key(seed, 0, "given name"), persons, 0, 0)
    first = np.array(_SURNAMES, object)[(family * len(_SURNAMES)).astype(np.intp)]
    return first + " " + np.array(_GIVEN, object)[(given * len(_GIVEN)).astype(np.intp)]
