"""Questions of a questionnaire, good and bad ones, in English and Chinese: what the seven rules find in each."""

import pytest

from cxsim.course import interview
from cxsim.course.asked_part import asked_part

GOOD = [
    "How likely are you to recommend us to a friend or colleague?",
    "How likely are you to recommend us to friends and family, from 0 (not at all) to 10 (surely)?",
    "How likely are you to recommend us, from 0 to 10, where 0 means not at all likely and 10 extremely likely?",
    "How likely would you be to recommend us to a friend, family member or colleague?",
    "How long did you wait: up to 1 minute, 1 to 5 minutes, or more than 5 minutes?",
    "How easy was it to get your matter solved?",
    "How easy or hard was it to get help today?",
    "To what extent do you agree: the company made it easy to get my matter solved?",
    "How satisfied were you with our service: very dissatisfied, dissatisfied, satisfied or very satisfied?",
    "How satisfied were you with our service? Very dissatisfied, dissatisfied, satisfied or very satisfied?",
    "How satisfied were you, from 1 (not at all satisfied) to 5 (very satisfied)?",
    "How was our service today, from 1 to 5, where 1 means very bad and 5 very good?",
    "Was your matter solved, yes or no?",
    "Was your matter solved or not?",
    "Was the call quick or slow?",
    "Which channel did you use, phone or chat?",
    "How did you reach us: phone, chat or email?",
    "Did it go as well as you expected?",
    "What should we do otherwise next time?",
    "您有多大可能把我们推荐给朋友或同事？",
    "从0到10分，0分表示完全不可能，10分表示非常可能，您有多大可能推荐我们？",
    "您愿意向亲友推荐我们吗？(0到10分，0分为绝不，10分为一定)",
    "解决您的问题有多容易？",
    "您对我们的服务满意吗：非常不满意、不满意、满意、非常满意？",
    "您对这次服务的满意程度如何？非常不满意、不满意、满意还是非常满意？",
    "您的问题解决了吗，是或否？",
    "您的问题解决了没有？",
    "您满意还是不满意？",
    "您上次与我们联系顺利吗？",
    "客服回复及时吗？",
    "客服的态度和气吗？",
    "和上次相比，这次的等待时间怎么样？",
    "您通过什么渠道联系我们：电话、微信还是邮件？",
    "下次我们应该改进什么？",
]
BAD = [
    ("Were we quick and friendly?", "double"),
    ("How satisfied were you with our price and our service?", "double"),
    ("Were we quick and friendly, from 1 (very bad) to 5 (very good)?", "double"),
    ("From 1 to 5, where 1 is very bad and 5 is very good, how quick and friendly were we?", "double"),
    ("Please tell us: were we quick and friendly?", "double"),
    ("How satisfied were you with: speed and price?", "double"),
    ("Was the app easy as well as safe?", "double"),
    ("Were you served quickly? Did we solve it?", "double"),
    ("Don't you find our app easy?", "leading"),
    ("How great was our service?", "leading"),
    ("You agree that we were quick, right?", "leading"),
    ("How was it: good, very good, excellent?", "one-sided"),
    ("How hard was it, from 1 to 5?", "scale"),
    ("Was it not so that nobody called?", "negative"),
    ("How was our prize-winning service?", "praise"),
    ("服务和价格都好吗？", "double"),
    ("您对我们的服务、价格满意吗？", "double"),
    ("客服的态度以及速度怎么样？", "double"),
    ("客服既热情又专业吗？", "double"),
    ("您对服务与价格满意吗？", "double"),
    ("您的问题解决了，或者有人给您回电了吗？", "double"),
    ("1分表示非常不好，5分表示非常好，您觉得我们的服务和价格怎么样？", "double"),
    ("请告诉我们：服务和价格好吗？", "double"),
    ("您的问题解决了吗？等了很久吗？", "double"),
    ("难道您不满意吗？", "leading"),
    ("您当然会推荐我们吧？", "leading"),
    ("您觉得服务怎么样：很好、非常好？", "one-sided"),
    ("从1到5分，您给我们打几分？", "scale"),
    ("是不是没有人不满意？", "negative"),
    ("您觉得我们获奖的服务怎么样？", "praise"),
]


@pytest.mark.parametrize("question", GOOD)
def test_nothing_is_found_in_a_good_question(question):
    assert interview.faults(question) == ()


@pytest.mark.parametrize(("question", "fault"), BAD)
def test_the_fault_of_a_bad_question_is_found_and_no_other(question, fault):
    assert interview.faults(question) == (fault,)


def test_what_is_answered_is_not_what_is_asked():
    asked = asked_part("Were we quick: very quick, quick or slow?")
    assert asked == "Were we quick"
    assert asked_part("服务和价格都好吗？") == "服务和价格都好吗？"


#: An interview asks for a story: there a judgment leads, and a choice of answers is two things.
@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How easy was it to get your matter solved?", ("leading",)),
        ("Was your matter solved, yes or no?", ("closed", "double")),
        ("How likely are you to recommend us to a friend or colleague?", ("double",)),
        ("您满意还是不满意？", ("double",)),
        ("服务和价格怎么样？", ()),
    ],
)
def test_forms_of_an_interview_stay_strict(question, found):
    assert interview.forms(question) == found
