"""Which function reads which family of cases."""

from __future__ import annotations

import re
from collections.abc import Callable

from cxsim.evidence import verify_days as days
from cxsim.evidence import verify_measures as measures
from cxsim.evidence import verify_moving as moving
from cxsim.evidence import verify_stationary as desk
from cxsim.evidence.verify_cases import Case, NotCovered, Params
from cxsim.messages import tr

__all__ = ["model_of"]

#: Family, pattern of the model's name that is understood, reader of its parameters.
FAMILIES: tuple[tuple[str, str, Callable[[Params, Case], desk.Model]], ...] = (
    ("A_MMc", r"M/M/c( FCFS.*)?", desk.family_a),
    ("B_MMcK", r"M/M/c/K.*", desk.family_b),
    ("C_ErlangA", r"M/M/n\+M", desk.family_c),
    ("D_MMnG", r"M/M/n\+GI?( .*)?", desk.family_d),
    ("E_MG1", r"M/G/1( FCFS.*)?", desk.family_e_single),
    ("E_MDc", r"M/D/c( FCFS.*)?", desk.family_e_constant),
    ("E_MPHc", r"M/PH/c( FCFS.*)?", desk.family_e_phases),
    ("F_priority", r"M/[MG]/[c1] non-preemptive priority(?!.*(preempt|resume)).*", desk.family_f),
    ("G_feedback", r".*", moving.family_g),
    ("G_retrial", r".*", moving.family_g),
    ("H_staffing", r"(Halfin-Whitt|[Ss]quare-root|min agents|pooling).*", desk.family_h),
    ("I_timevarying", r"Mt/(M/.*|[DG]/inf.*)", days.family_i),
    ("J_transient", r"M/M/[1c] .*", days.family_j),
    ("K_chat", r".*chat.*", desk.family_k),
    ("L_CLV", r".*", measures.family_l_value),
    ("L_retention", r".*", measures.family_l_retention),
    ("L_survey", r".*", measures.family_l_survey),
    ("W_Whitt2005", r"M/[A-Z0-9]+/\d+\+[A-Z0-9]+", desk.family_w),
)


def model_of(params: Params, case: Case) -> desk.Model:
    """Systems and estimators of a case.

    Raises
    ------
    NotCovered
        The family or the model is not known, or its parameters are not.
    """
    known = [(pattern, read) for family, pattern, read in FAMILIES if family == case.family]
    if not known:
        raise NotCovered(tr("unknown family {name}", name=case.family))
    for pattern, read in known:
        if re.fullmatch(pattern, case.model):
            return read(params, case)
    raise NotCovered(tr("unknown model {name}", name=case.model))
