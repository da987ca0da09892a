"""Exact values of contacts that return, of staffing, of days that change, and of chats; see `other_parameters`."""

import exact_chains as chains

from cxsim import theory
from cxsim.theory import Patience


def returning():
    back = theory.feedback(5, 0.6, 0.2, 0.2, 45.0)
    yield (
        "G91",
        "G_feedback",
        "M/M/c with delayed re-contact (Erlang-R)",
        {"c": 5, "lam_external": 0.6, "mu": 0.2, "p_recontact": 0.2, "delay_rate": 1 / 45},
        {
            "lam_effective": back.contact_rate,
            "contacts_per_issue": back.contacts_per_need,
            "Wq_per_contact": back.wait_per_contact,
            "Wq_per_issue": back.wait_per_need,
            "mean_time_to_resolution": back.time_to_resolution,
            "occupancy": back.contact_rate / 0.2 / 5,
        },
    )
    tiers = theory.two_tiers((12, 3), 2.0, (0.25, 0.2), (0.15, 0.1, 0.2))
    yield (
        "G92",
        "G_feedback",
        "two-tier Jackson: L1 M/M/c1, escalation to L2 M/M/c2, returns",
        {
            "c1": 12,
            "c2": 3,
            "lam": 2.0,
            "mu1": 0.25,
            "mu2": 0.2,
            "p_escalate": 0.15,
            "p_recontact_L1": 0.1,
            "p_return_from_L2": 0.2,
        },
        {
            "lam_L1": tiers.rate_first,
            "lam_L2": tiers.rate_second,
            "Wq_L1": tiers.wait_first,
            "Wq_L2": tiers.wait_second,
            "occ_L1": tiers.rate_first * 4 / 12,
            "total_time_per_issue": tiers.time_per_need,
        },
    )
    yield (
        "G93",
        "G_feedback",
        "tandem M/M/3 -> M/M/2",
        {"c1": 3, "c2": 2, "lam": 1.0, "mu1": 0.5, "mu2": 0.8},
        {"Wq_1": theory.mean_wait(3, 1.0, 0.5), "Wq_2": theory.mean_wait(2, 1.0, 0.8)},
    )
    orbit = theory.retrial_single(0.3, 0.5, 0.2)
    yield (
        "G94",
        "G_retrial",
        "M/M/1 retrial queue",
        {"lam": 0.3, "mu": 0.5, "nu": 0.2},
        {"L_orbit": orbit.orbit, "W_orbit": orbit.orbit_time},
    )
    lam, abandons, wait = chains.redialing(6, 1.4, (0.2, 0.3, 0.05), 0.5, (45, 60))
    yield (
        "G95",
        "G_retrial",
        "M/M/n+M with redial after abandonment",
        {"n": 6, "lam_fresh": 1.4, "mu": 0.2, "theta": 0.3, "p_redial": 0.5, "redial_rate": 0.05},
        {
            "lam_total": lam,
            "P_ab_per_attempt": abandons,
            "EW_per_attempt": wait,
            "P_lost_issue": lam * abandons * 0.5 / 1.4,
            "occupancy": lam * (1 - abandons) * 5 / 6,
        },
    )


def staffed():
    agents = theory.square_root_agents(50, 1.0)
    yield (
        "H91",
        "H_staffing",
        "Halfin-Whitt square-root staffing",
        {"R": 50, "beta": 1.0, "c": agents},
        {"P_wait_exact": theory.erlang_c(agents, 50)},
    )
    rate, mu = 240 / 3600, 1 / 300
    agents = theory.required_agents(rate, mu, 30, 0.9)
    yield (
        "H92",
        "H_staffing",
        "min agents, Erlang C",
        {"calls_per_hour": 240, "aht_s": 300, "T_s": 30, "target": 0.9},
        {
            "agents": agents,
            "SL_at_c": theory.within(30, agents, rate, mu),
            "SL_at_c_minus_1": theory.within(30, agents - 1, rate, mu),
        },
    )
    held = Patience("exponential", 2.0)
    agents = theory.required_agents_patience(2.0, 0.25, held, 0.05)
    yield (
        "H93",
        "H_staffing",
        "min agents, Erlang A",
        {"lam": 2.0, "mu": 0.25, "theta": 0.5, "target_ab": 0.05},
        {"agents": agents, "P_ab_at_n": theory.patience_queue(agents, 2.0, 0.25, held).abandons},
    )
    pool = {"c_each": 4, "groups": 3, "lam_each": 3.0, "mu": 1.0}
    yield (
        "H94",
        "H_staffing",
        "pooling: k separate M/M/c vs one M/M/kc",
        pool,
        {"Wq_separate": theory.mean_wait(4, 3.0, 1.0), "Wq_pooled": theory.mean_wait(12, 9.0, 1.0)},
    )


def changing():
    hourly = [0, 0, 0, 0, 0, 0, 5, 30, 60, 90, 100, 80, 60, 70, 90, 80, 60, 50, 40, 30, 20, 10, 5, 0]
    staff = [1, 1, 1, 1, 1, 1, 1, 3, 5, 8, 9, 7, 5, 6, 8, 7, 5, 4, 4, 3, 2, 1, 1, 1]
    day = theory.day_with_patience(hourly, staff, 4.0, 0.2)
    words = (
        "if staff falls below number in service, excess contacts return to queue head at once (pre-emptive)"
    )
    yield (
        "I91",
        "I_timevarying",
        "Mt/M/ct+M, 24 hourly intervals, piecewise-constant rate",
        {
            "arrivals_per_hour": hourly,
            "staff_by_hour": staff,
            "aht_min": 4.0,
            "theta": 0.2,
            "staff_change": words,
        },
        {
            "arrivals_day": day.arrivals,
            "abandons_day": day.abandons,
            "P_ab_day": day.abandons / day.arrivals,
            "P_delay_day": day.delayed,
            "EW_day": day.mean_wait,
            "EQ_hour10": day.queue[10],
            "EN_hour14": day.present[14],
        },
    )
    seats = [8, 3] * 12  # every other hour five seats leave: one contact in twelve may be handed back
    full = theory.day_with_patience([30] * 24, seats, 30.0, 1.0)
    yield (
        "I94",
        "I_timevarying",
        "Mt/M/ct+M, 24 hourly intervals, piecewise-constant rate",
        {"arrivals_per_hour": [30] * 24, "staff_by_hour": seats, "aht_min": 30.0, "theta": 1.0, "staff_change": words},
        {
            "P_ab_day": full.abandons / full.arrivals,
            "P_delay_day": full.delayed,
            "EW_day": full.mean_wait,
            "EQ_hour01": full.queue[1],
            "EQ_hour12": full.queue[12],
            "EN_hour12": full.present[12],
        },
    )
    load = theory.sinusoidal_load(5, 0.4, 720, 40)
    form = "lam(t)=lam_bar*(1+amp*sin(2 pi t/period)), service {}, infinite servers, periodic steady state"
    wave = {"lam_bar": 5, "rel_amplitude": 0.4, "period": 720, "mean_service": 40}
    yield (
        "I92",
        "I_timevarying",
        "Mt/M/infinity (modified offered load)",
        wave | {"form": form.format("exponential")},
        {"offered_load_mean": load.mean, "offered_load_peak": load.peak, "peak_lag_min": load.lag},
    )
    peak, lag = chains.infinite_agents_constant_service(5, 0.4, 720, 40)
    yield (
        "I93",
        "I_timevarying",
        "Mt/M/infinity (modified offered load)",
        wave | {"form": form.format("deterministic")},
        {"offered_load_mean": 200.0, "offered_load_peak": peak, "peak_lag_min": lag},
    )
    waits = chains.first_waits(2, 1.8, 1.0, 40)
    yield (
        "J91",
        "J_transient",
        "M/M/c starting empty",
        {"c": 2, "lam": 1.8, "mu": 1.0, "n": 40, "start": "empty"},
        {
            "mean_wait_first_40": sum(waits) / 40,
            "E_wait_customer_40": waits[-1],
            "E_wait_customer_5": waits[4],
        },
    )


def other():
    speeds = [0.2, 0.13]
    waits, abandons, chats, wait = chains.chatting(0.25, 0.1, speeds, 400)
    yield (
        "K91",
        "K_chat",
        "1 chat agent, up to k chats",
        {"agents": 1, "concurrency": 2, "lam": 0.25, "theta": 0.1, "per_chat_rate_when_j_chats": speeds},
        {"P_wait": waits, "P_ab": abandons, "mean_chats_in_progress": chats, "EW_all": wait},
    )
    yield (
        "L91",
        "L_CLV",
        "constant margin and retention",
        {"margin": 80, "retention": 0.7, "discount": 0.1},
        {"CLV_first_margin_now": 80 / (1 - 0.7 / 1.1)},
    )
    held = Patience("erlang", 1.0, 2)
    exact = theory.patience_queue(40, 42.0, 1.0, held)
    yield (
        "W91",
        "W_Whitt2005",
        "M/M/40+E2",
        {"n": 40, "lam": 42.0, "mean_service": 1, "service": ["M"], "patience": ["E2", 1]},
        {
            "P_W0": 1 - exact.busy,
            "P_ab": exact.abandons,
            "EQ": 42 * exact.mean_wait,
            "EN": 42 * exact.mean_wait + 40 * exact.occupancy,
        },
    )


MAKERS = (returning, staffed, changing, other)
