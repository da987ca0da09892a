"""Exact values by solving Markov chains and random walks with numbers: nothing here uses the formulas of `theory`."""

import math

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import spsolve


def stationary(moves):
    """Long-run shares of a Markov chain; `moves` maps (from, to) to a rate, states are hashable."""
    states = sorted({s for pair in moves for s in pair})
    place = {s: i for i, s in enumerate(states)}
    n = len(states)
    flow = sparse.lil_matrix((n, n))
    for (a, b), rate in moves.items():
        flow[place[b], place[a]] += rate
        flow[place[a], place[a]] -= rate
    flow[0, :] = 1.0
    right = np.zeros(n)
    right[0] = 1.0
    return dict(zip(states, spsolve(flow.tocsc(), right).tolist(), strict=True))


def erlang_service(agents, rate, stages, mean, most):
    """M/E_k/c: share that waits and mean wait. State: waiting, and how many services are in each stage."""
    moves, speed = {}, stages / mean
    for state in _service_states(agents, stages, most):
        waiting, *inside = state
        busy = sum(inside)
        if busy < agents:
            moves[state, (0, inside[0] + 1, *inside[1:])] = rate
        elif waiting < most:
            moves[state, (waiting + 1, *inside)] = rate
        for stage, count in enumerate(inside):
            if count:
                moves[state, _after_stage(waiting, inside, stage)] = count * speed
    share = stationary(moves)
    queue = sum(p * s[0] for s, p in share.items())
    return sum(p for s, p in share.items() if sum(s[1:]) == agents), queue / rate


def _service_states(agents, stages, most):
    def split(total, parts):
        if parts == 1:
            yield (total,)
            return
        for first in range(total + 1):
            for rest in split(total - first, parts - 1):
                yield (first, *rest)

    for busy in range(agents + 1):
        for inside in split(busy, stages):
            for waiting in range(most + 1 if busy == agents else 1):
                yield (waiting, *inside)


def _after_stage(waiting, inside, stage):
    now = list(inside)
    now[stage] -= 1
    if stage + 1 < len(now):
        now[stage + 1] += 1
        return (waiting, *now)
    if waiting:
        now[0] += 1
        return (waiting - 1, *now)
    return (0, *now)


def two_branch_service(agents, rate, share, means, most):
    """M/H2/c: share that waits and mean wait. State: waiting, services in the first branch, in the second."""
    moves = {}
    odds = (share, 1.0 - share)
    for busy in range(agents + 1):
        for first in range(busy + 1):
            for waiting in range(most + 1 if busy == agents else 1):
                state = (waiting, first, busy - first)
                for branch in (0, 1):
                    up = (first + (branch == 0), busy - first + (branch == 1))
                    if busy < agents:
                        moves[state, (0, *up)] = rate * odds[branch]
                    down = [first, busy - first]
                    if not down[branch]:
                        continue
                    down[branch] -= 1
                    speed = state[1 + branch] / means[branch]
                    if not waiting:
                        moves[state, (0, *down)] = speed
                        continue
                    for into in (0, 1):
                        following = (waiting - 1, down[0] + (into == 0), down[1] + (into == 1))
                        moves[state, following] = moves.get((state, following), 0.0) + speed * odds[into]
                if busy == agents and waiting < most:
                    moves[state, (waiting + 1, first, busy - first)] = rate
    chain = stationary({pair: r for pair, r in moves.items() if pair[0] != pair[1]})
    return sum(p for s, p in chain.items() if s[1] + s[2] == agents), sum(
        p * s[0] for s, p in chain.items()
    ) / rate


def redialing(agents, fresh, rates, again, most):
    """M/M/n+M whose abandoning callers redial; `rates`: service, patience, redial; `most`: present, in orbit.

    Answers attempts per unit of time, share of attempts that abandon, mean wait of an attempt.
    """
    mu, theta, redial = rates
    moves = {}
    for here in range(most[0] + 1):
        for orbit in range(most[1] + 1):
            state, waiting = (here, orbit), max(0, here - agents)
            if here < most[0]:
                moves[state, (here + 1, orbit)] = fresh
                if orbit:
                    moves[state, (here + 1, orbit - 1)] = orbit * redial
            if waiting and orbit < most[1]:
                moves[state, (here - 1, orbit + 1)] = waiting * theta * again
            if here:
                lost = waiting * theta * (1.0 - again if orbit < most[1] else 1.0)
                moves[state, (here - 1, orbit)] = min(here, agents) * mu + lost
    share = stationary(moves)
    queue = sum(p * max(0, here - agents) for (here, _), p in share.items())
    attempts = fresh + redial * sum(p * orbit for (_, orbit), p in share.items())
    return attempts, theta * queue / attempts, queue / attempts


def chatting(arrivals, theta, speeds, most):
    """One chat agent: share that waits, share that gives up, mean chats, mean wait."""
    chats, weight = len(speeds), [1.0]
    for n in range(1, most + 1):
        busy = min(n, chats)
        weight.append(weight[-1] * arrivals / (busy * speeds[busy - 1] + max(0, n - chats) * theta))
    share = np.array(weight) / sum(weight)
    number = np.arange(most + 1)
    queue = float(share @ np.maximum(number - chats, 0))
    busy = float(share @ np.minimum(number, chats))
    return float(share[chats:].sum()), theta * queue / arrivals, busy, queue / arrivals


def first_waits(agents, arrivals, mu, customers):
    """Mean wait of each of the first customers of M/M/c that starts empty, from how many each of them finds."""
    found = np.zeros(customers + 1)
    found[0] = 1.0
    number = np.arange(customers + 1)
    waits = []
    for _ in range(customers):
        waits.append(float(found @ np.maximum(number - agents + 1, 0)) / (agents * mu))
        after = np.zeros_like(found)
        for n in np.flatnonzero(found > 0):
            left = found[n]
            # between two arrivals n + 1 are there; one after the other leaves or the next one arrives
            for here in range(n + 1, -1, -1):
                leave = min(here, agents) * mu
                stop = arrivals / (arrivals + leave)
                after[here] += left * stop if here <= customers else 0.0
                left *= 1.0 - stop
        found = after
    return waits


def infinite_agents_constant_service(rate, amplitude, period, handle):
    """Peak of the mean number busy, and its lag behind the peak of arrivals, for a constant handle time."""
    omega = 2.0 * math.pi / period
    t = np.arange(0.0, period, period / 200_000)
    busy = rate * (handle + amplitude / omega * (np.cos(omega * (t - handle)) - np.cos(omega * t)))
    turned = np.angle(np.sum(busy * np.exp(1j * omega * t))) - math.pi / 2  # of a sine that begins `lag` later
    return float(busy.max()), float(turned % (2.0 * math.pi)) / omega
