"""Beliefs: how people react. Every behavioral parameter with unit, range, source and grade."""

from __future__ import annotations

from cxsim.scenario.beliefs_contact import Complaining, Contacting, Failure, RecoveryBelief
from cxsim.scenario.beliefs_experience import Answers, Experience
from cxsim.scenario.beliefs_front import AnnouncementBelief, BotBelief, FeedbackBelief, WarningBelief
from cxsim.scenario.beliefs_loyalty import Loyalty, Relevance, Strain, Talk
from cxsim.scenario.beliefs_people import Owning, PayBelief, Teaching
from cxsim.scenario.fields import Model, part


class Beliefs(Model):
    """How people react; each number is a slider with a range, a source and a grade."""

    contacts: Contacting = part(Contacting(), "Redial, switch, come back.")
    experience: Experience = part(Experience(), "From what happened to satisfaction.")
    answers: Answers = part(Answers(), "From satisfaction to survey answers.")
    failure: Failure = part(Failure(), "Severity and memory of failures.")
    complaining: Complaining = part(Complaining(), "Who complains.")
    recovery: RecoveryBelief = part(RecoveryBelief(), "What a recovery mends.")
    loyalty: Loyalty = part(Loyalty(), "Who leaves, what they spend.")
    talk: Talk = part(Talk(), "Referral, word of mouth, joining.")
    staff: Strain = part(Strain(), "What strain does to agents.")
    pay: PayBelief = part(PayBelief(), "What variable pay moves.")
    teaching: Teaching = part(Teaching(), "What an hour of training is worth.")
    owning: Owning = part(Owning(), "What ownership of a need moves.")
    relevance: Relevance = part(Relevance(), "Margins of a verdict.")
    bot: BotBelief = part(BotBelief(), "How people take a bot.")
    announcement: AnnouncementBelief = part(AnnouncementBelief(), "How people take an announced wait.")
    feedback: FeedbackBelief = part(FeedbackBelief(), "What reminders and call backs do.")
    warning: WarningBelief = part(WarningBelief(), "What people make of an offer to stay.")
