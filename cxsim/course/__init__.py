"""The course: questions, predictions, checks, the learner's log and the debrief page."""
