"""Every measure and analysis as a command: which of its parameters are columns, tables or names of columns.

The words are those of Python: ``cxsim measure fcr FILE --column customers=who --column times=when --set window_days=3``
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cxsim.guards import CxError, nearest, shown
from cxsim.messages import tr

__all__ = ["ANALYSES", "MEASURES", "called", "help_of", "tables_of"]

# c: one column · t: the table of the named columns · T: the whole table · n: name of a column · N: names of columns.
# Parameters that stand in none of them are given with --set.
MEASURES: dict[str, str] = {
    "acquisition_cost_range": "", "agent_scorecard": "c:agents,scores", "bond_score": "t:items c:stayed,satisfaction",
    "bot_load": "", "break_even_fcr": "", "cac": "", "cac_payback": "", "channel_costs": "", "churn_precision": "",
    "claim_base_limit": "", "claim_check": "", "claim_readings": "", "closed_loop_rate": "t:steps",
    "clv": "c:margin,retention", "clv_by_state": "",
    "clv_factor": "", "clv_from_percent": "", "cohort_clv": "c:cohorts t:margins",
    "combined_scorecard": "c:agents t:criteria", "control_limits": "", "correlation": "c:first,second,given",
    "coverage": "c:sample,population", "cronbach_alpha": "t:items", "csi_sensitivity": "t:scores", "days_between": "",
    "decay_below": "", "difference": "c:before,after",
    "difference_with_control": "c:before_treated,after_treated,before_control,after_control",
    "drivers": "T:table n:outcome N:columns", "efficiency_readings": "", "expectation_gap": "", "expected_periods": "",
    "fcr": "c:customers,times,reasons", "fcr_to_pay_for": "", "fit_bg_nbd": "c:frequency,recency,age",
    "fit_gamma_gamma": "c:frequency,amount", "fit_shifted_beta_geometric": "c:alive", "funnel_of_claim": "",
    "gap_groups": "c:expected,experienced", "highest_compensation": "",
    "importance_performance": "t:importance,performance", "kano_classes": "c:functional,dysfunctional",
    "linear_path": "", "load_with_returns": "", "ltv_to_cac": "", "mobile_funnel": "", "mystery_plan": "",
    "mystery_shopper": "c:scores,shops", "nps_from_counts": "", "nps_margin": "", "observed_change": "",
    "occupancy": "c:busy,staffed", "payback": "", "payback_with_churn": "", "pilot_duration": "", "pilot_power": "",
    "pilot_size": "", "priority_board": "t:table c:names", "promises_kept": "",
    "purchase_summary": "c:customers,times,amounts",
    "rake": "t:groups", "referrals": "", "resolution_mix_mean": "", "response_rates": "c:techniques,answered",
    "retention": "c:durations,ended", "retention_profit": "", "revenue_from_points": "", "sample_size_difference": "",
    "sample_size_margin": "", "sample_size_nps_difference": "", "saved_share": "",
    "service_level": "c:waits,answered,blocks", "share_margin": "", "sla_attainment": "c:started,finished",
    "speed_pay": "", "step_funnel": "", "stratified_mean": "c:answers,groups", "stratified_sample": "c:groups",
    "survival": "c:durations,ended", "survival_difference": "c:durations,ended,group",
    "synergy_indicators": "c:response_h,satisfied,closed", "training_capacity": "", "weight_for_nonresponse": "",
    "weighted_mean": "c:answers,weights", "weighted_nps": "c:answers,weights", "work_per_solved": "",
}  # fmt: skip
ANALYSES: dict[str, str] = {
    "ageing": "T:table n:started,finished,group", "agreement": "c:comments,scores",
    "bought_together": "T:table n:customer,item",
    "churn_model": "T:table n:left,time N:columns", "clean": "T:table n:group N:unique",
    "common_cause": "T:table n:outcome N:columns,cause", "correlations": "T:table n:outcome N:columns",
    "customer_card": "", "dashboard": "T:table n:time,group", "forecast": "c:values", "gaps": "",
    "heat_map": "T:table n:time,group", "join_tables": "", "key_words": "c:comments,group", "kpi_table": "T:table",
    "label_agreement": "T:table n:given,key", "language_of": "c:comments",
    "lead_time": "T:table n:customer,month,chance,left_month", "merge_feeds": "",
    "missed_triggers": "T:requests,actions n:customer,time", "mixed_scales": "T:table n:score,source",
    "over_time": "T:table n:value,time", "pareto": "T:table n:cause,weight", "personal_data": "T:table",
    "personas": "T:table N:columns", "profit_bridge": "", "quality_report": "T:table n:unique",
    "recommend": "T:table n:customer,item",
    "same_key": "c:values",
    "satisfaction_to_revenue": "c:satisfaction,revenue", "segments": "T:table n:group,value",
    "sentiment": "c:comments", "stage_moves": "T:table n:customer,stage,time",
    "takeover_curve": "c:sentiments,would_leave", "topics": "c:comments,scores", "trend": "c:values",
    "usage_steps": "T:table n:session,step,time,error", "value_deciles": "c:expected,seen",
}  # fmt: skip


_SEVERAL = ("join_tables", "merge_feeds", "customer_card")
Tables = Mapping[str, tuple[Any, str]]


def called(room: str, name: str, tables: Tables, given: Mapping[str, Sequence[str]]) -> Any:
    """Call a function of ``cxsim.measure`` or ``cxsim.analysis`` with what stands on the command line.

    Parameters
    ----------
    room, name : str
        "measure" or "analysis", and the function.
    tables : mapping
        Tables by name (empty where there is one), each with its file; from `tables_of`.
    given : mapping
        Words of ``--column`` and ``--set``.
    """
    import importlib

    function = getattr(importlib.import_module(f"cxsim.{room}"), name)
    roles = _roles((MEASURES if room == "measure" else ANALYSES)[name])
    if name in _SEVERAL:
        return _several(name, tables, given)
    values = dict(_pair(text, tr("--set")) for text in given["set"])
    words: dict[str, Any] = {key: _value(key, text) for key, text in values.items()}
    first = next((key for key, role in roles.items() if role != "T"), "")
    for text in given["column"]:
        key, columns = _pair(text, tr("--column")) if "=" in text else (first, text)
        if key not in roles or roles[key] == "T":
            known = ", ".join(k for k, role in roles.items() if role != "T") or tr("none")
            raise CxError(tr("{name} has no column {key}; allowed: {known}", name=name, key=key, known=known))
        words[key] = _columns(roles[key], columns.split(",") if roles[key] in "tN" else [columns], tables)
    whole = [key for key, role in roles.items() if role == "T"]
    for key in whole:
        words[key] = _table(tables, key if len(whole) > 1 else "")
    _complete(function, name, roles, words)
    for key in values:
        _shape(function, key, words[key])
    try:
        return function(**words)
    except CxError as error:
        raise CxError(_where(roles, given["column"], tables) + str(error)) from None


def _shape(function: Any, key: str, value: Any) -> None:
    """Refuse a number where a list or named figures are needed, as the parameter is written down in Python."""
    kinds = [part.strip() for part in str(inspect.signature(function).parameters[key].annotation).split("|")]
    named = any(kind.startswith(("Mapping", "dict")) for kind in kinds)
    listed = any(kind.startswith(("Sequence", "Iterable", "list", "tuple")) for kind in kinds)
    plain = any(kind in ("float", "int", "str", "bool", "Any") or kind.startswith("Literal") for kind in kinds)
    if plain or not (named or listed) or isinstance(value, (dict,) * named + (list, tuple) * listed):
        return
    forms = ['{"a": 1, "b": 2}'] * named + ["[1, 2]"] * listed
    words = {"key": key, "value": shown(value), "allowed": tr(" or ").join(forms)}
    raise CxError(tr("--set {key}={value}; allowed: JSON such as {allowed}", **words))


def _where(roles: Mapping[str, str], given: Sequence[str], tables: Tables) -> str:
    """File and columns in front of a refusal that knows only parameters; a whole table names its columns itself."""
    if not tables or "T" in roles.values():
        return ""
    named = [text if len(given) > 1 else text.split("=", 1)[-1] for text in given]
    path = ", ".join(path for _, path in tables.values())
    return tr("{file}, column {column}: ", file=path, column=", ".join(named))


def help_of(room: str, name: str) -> tuple[str, str]:
    """What a function does, from its own description, and how its parameters are given."""
    import importlib

    function = getattr(importlib.import_module(f"cxsim.{room}"), name)
    does = " ".join(inspect.cleandoc(function.__doc__ or name).split("\n\n")[0].split()).replace("`", "")
    roles = _roles((MEASURES if room == "measure" else ANALYSES)[name])
    columns = [key for key, role in roles.items() if role != "T"]
    known = inspect.signature(function).parameters
    rest = [key for key in known if key not in roles]
    needed = {key for key in columns + rest if known[key].default is inspect.Parameter.empty}
    parts = [(tr("With --column: {names}.", names=_list(columns, needed)), columns),
             (tr("With --set: {names}.", names=_list(rest, needed)), rest and name not in _SEVERAL)]  # fmt: skip
    told = [text for text, some in parts if some]
    return does, " ".join([*told, tr("In Python: {name}.", name=f"cxsim.{room}.{name}")])


def _list(names: Sequence[str], needed: set[str]) -> str:
    return ", ".join(tr("{name} (needed)", name=name) if name in needed else name for name in names)


def _roles(text: str) -> dict[str, str]:
    found = {}
    for part in text.split():
        role, names = part.split(":")
        found.update(dict.fromkeys(names.split(","), role))
    return found


def _pair(text: str, option: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise CxError(tr("{option} {text}: allowed: NAME=VALUE", option=option, text=text))
    return key.strip(), value


def _value(key: str, text: str) -> Any:
    """A number, a list, a mapping (JSON), or the words as they are."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return text
    if key == "open_hours" and isinstance(found, dict):
        from cxsim.measure import OpenHours

        try:
            return OpenHours(**found)
        except TypeError:
            raise CxError(tr("open_hours: allowed: opens, closes, weekdays, holidays")) from None
    return tuple(found) if isinstance(found, list) and key in ("scale", "ends", "lines", "edges") else found


def tables_of(files: Sequence[str], options: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    """Read FILE, or NAME=FILE for functions of several tables, by the options columns, order and repair."""
    from cxsim.measure import read_table

    found = {}
    for text in files:
        name, sign, path = text.partition("=")
        if not sign or Path(text).exists():
            name, path = "", text
        found[name] = (read_table(path, **options), path)
    return found


def _table(tables: Tables, name: str) -> Any:
    if name in tables:
        return tables[name][0]
    if not name and len(tables) == 1:
        return next(iter(tables.values()))[0]
    wanted = f"{name}=FILE" if name else "FILE"
    raise CxError(tr("a table is missing; give {wanted}", wanted=wanted))


def _columns(role: str, names: Sequence[str], tables: Tables) -> Any:
    import pandas as pd

    from cxsim.measure.tables import column_of

    if not tables:
        raise CxError(tr("a table is missing; give {wanted}", wanted="FILE"))
    table, path = next(iter(tables.values()))
    if len(tables) == 1:
        parts = {name.strip(): column_of(table, name.strip(), path) for name in names}
    else:
        parts = dict.fromkeys(name.strip() for name in names)
    if role == "t":
        return pd.DataFrame(parts)
    if role == "c":
        return next(iter(parts.values()))
    return list(parts) if role == "N" else next(iter(parts))


def _complete(function: Any, name: str, roles: Mapping[str, str], words: Mapping[str, Any]) -> None:
    """Refuse an unknown word, and tell what is still needed."""
    known = inspect.signature(function).parameters
    for key in words:
        if key not in known:
            guess = nearest(key, known) or ", ".join(known)
            raise CxError(tr("{name} has no {key}; nearest: {guess}", name=name, key=key, guess=guess))
    for key, parameter in known.items():
        if parameter.default is parameter.empty and key not in words:
            form = f"--column {key}=NAME" if key in roles else f"--set {key}=VALUE"
            raise CxError(tr("{name} needs {form}", name=name, form=form))


def _several(name: str, tables: Tables, given: Mapping[str, Sequence[str]]) -> Any:
    """Functions of several named tables: --column TABLE=KEY[,KEY] names the keys of each."""
    from cxsim import analysis

    values = {key: _value(key, text) for key, text in (_pair(part, "--set") for part in given["set"])}
    keys = {key: text.split(",") for key, text in (_pair(part, "--column") for part in given["column"])}
    frames = {key: table for key, (table, _) in tables.items()}
    if name == "merge_feeds":
        population = frames.pop("population", None)
        if population is None or "population" not in keys:
            raise CxError(
                tr("{name} needs {form}", name=name, form="population=FILE --column population=NAME")
            )
        score, customer = (str(values.get(key, key)) for key in ("score", "customer"))
        return analysis.merge_feeds(frames, score, customer, population[keys["population"][0]])
    joined = analysis.join_tables(frames, keys, str(values.pop("base", "crm")))
    if name == "join_tables":
        return joined
    odd = next((key for key in values if key not in ("customer", "dates", "last")), "")
    if odd:
        raise CxError(tr("{name} has no {key}; nearest: {guess}", name=name, key=odd, guess="customer, dates, last"))
    return analysis.customer_card(joined, **{"customer": 0, **values})
