"""What the people of the demo clinic say to each other. Who speaks: P patient, Y psychiatrist, T therapist, C coach, S support."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Talk:
    """A short exchange, about one of the plan's goals where it names one, and the task that came of it."""

    lines: tuple[tuple[str, str], ...]
    about: str | None = None
    #: Who does it, what, within how many days; it comes from the exchange's last line.
    task: tuple[str, str, int] | None = None


#: With the patient.
WITH_PATIENT = (
    Talk((("P", "I slept better. Is the evening walk still a good idea?"), ("C", "Yes, if it ends an hour before bed. How long was it?"),
          ("P", "About fifteen minutes. It rained."), ("C", "Fifteen in the rain counts double. Keep it.")), "walk"),
    Talk((("P", "The diary asks about naps. Does closing my eyes on the train count?"), ("C", "Only if you slept. Resting is not a nap."),
          ("P", "Ok, then zero naps this week."), ("T", "That is a change. What was different?"),
          ("P", "I went to bed at the same time, mostly.")), "sleep"),
    Talk((("Y", "Blood pressure before the session was 124 over 78. Nothing to change for Thursday."), ("P", "Good. Should I eat before?"),
          ("Y", "Nothing for four hours before, water until two hours before."), ("S", "Your ride home is booked for 13:30, at the side door."),
          ("P", "Thank you both.")), "sessions", ("S", "Confirm the ride home", 2)),
    Talk((("P", "I had two bad evenings, but I used the list and rang my sister. It worked, even though it did not feel like it."),
          ("T", "That is exactly what the list is for. Which line did you start with?"), ("P", "The one about leaving the room first."),
          ("T", "Let us move it to the top.")), "mood", ("T", "Put the new first line on the plan for hard evenings", 3)),
    Talk((("S", "The letter to your employer is ready. May I send it to you for reading first?"), ("P", "Yes please. Not the diagnosis in it, right?"),
          ("S", "Not a word of it. It says what hours you can work and until when."), ("P", "Then please send it.")),
         "work", ("S", "Send the letter to the employer", 4)),
    Talk((("P", "Is it fine to take the walk in the morning instead?"), ("C", "Morning is even better for sleep. Try it for a week."),
          ("P", "I will.")), "walk"),
    Talk((("P", "I forgot the questions on Sunday. Is that bad?"), ("T", "Not at all. Do them today and we take today's date."),
          ("P", "Done now."), ("T", "I see them. Two points lower than two weeks ago.")), "mood"),
    Talk((("Y", "How are you with the new time for the tablets?"), ("P", "Less tired at noon. A bit of a dry mouth."),
          ("Y", "That usually passes in two weeks. Tell us if it does not, or if anything worries you."), ("P", "Ok.")),
         "sleep", ("Y", "Ask again about the dry mouth", 10)),
    Talk((("C", "How was cooking on Saturday?"), ("P", "I burned the onions and ate it anyway. With my neighbour."),
          ("C", "A warm meal with company. That is two goals in one pot."), ("P", "She wants to do it again next week.")), "eat"),
    Talk((("P", "I got on the tram and got off after one stop."), ("C", "You got on. Last week you did not. What did you notice first?"),
          ("P", "My hands. Then the door closing."), ("C", "Next time we ride two stops together. Wednesday at ten?"),
          ("P", "Wednesday is good.")), "calm", ("C", "Two stops together on Wednesday", 5)),
    Talk((("T", "You wrote that you would like to see your sister. Shall we think about how on Tuesday?"),
          ("P", "Yes. I am afraid she will ask questions."), ("T", "We can practise two answers. Bring the ones you fear."),), "people"),
    Talk((("P", "My pharmacy says they need something from you."), ("S", "They need the prior authorisation. I am on it."),
          ("Y", "Signed this morning."), ("S", "They have it now. You can pick it up after four."), ("P", "Got it. Thanks!")), None),
    Talk((("P", "Session two was strange but not bad. I cried a lot, then I felt light."), ("T", "Thank you for telling us. How is today?"),
          ("P", "Tired. A bit raw."), ("T", "That is common the day after. Eat, rest, no big decisions. We talk at four."),
          ("P", "At four.")), "sessions"),
    Talk((("C", "Five walks this week. Look at you."), ("P", "Four and a half. On Friday I turned back."),
          ("C", "Turning back is walking twice. What was on Friday?"), ("P", "The letter from the insurance."),
          ("S", "Send me a picture of that letter. Insurance letters are my favourite food.")), "walk", ("S", "Read the insurance letter", 3)),
    Talk((("P", "Can I skip the questions this week? They make me sad."), ("T", "You may. Would it help to do them with me on the phone?"),
          ("P", "Maybe yes."), ("T", "Then Monday at nine, we do them together.")), "mood", ("T", "Do the questions together on the phone", 4)),
    Talk((("Y", "Your blood results are in: all in the normal range."), ("P", "Even the liver?"), ("Y", "Even the liver."),
          ("P", "I will tell my mother.")), None),
    Talk((("P", "I woke at four again. Three nights now."), ("Y", "Thank you for writing. Anything new: coffee, screens, worries?"),
          ("P", "The hearing on the 12th."), ("T", "Let us give the hearing its own half hour, in the afternoon, on paper."),
          ("P", "A worry appointment. Ok.")), "sleep", ("T", "Send the worry appointment sheet", 2)),
    Talk((("S", "Reminder without pressure: the half day at work is tomorrow. Do you want me to call at noon?"), ("P", "Yes. Please do."),
          ("S", "I will. Short call, two questions."), ("P", "It went ok. I stayed the four hours."), ("S", "Four hours! I am writing that down.")), "work"),
    Talk((("P", "What do I bring to the first session?"), ("T", "Something warm to wear, your playlist, nothing else."),
          ("S", "And a name: who takes you home."), ("P", "My brother. He is free.")), "sessions", ("S", "Note the brother as the ride home", 2)),
    Talk((("C", "How many breathing exercises made it into the week?"), ("P", "Three. The short ones."),
          ("C", "Short ones are the real ones. Same again?"), ("P", "Same again.")), "calm"),
    Talk((("P", "My friend Karin wrote to me. I have not answered."), ("T", "What would the smallest answer be?"),
          ("P", "A heart."), ("T", "Send the heart. We see what comes back."), ("P", "She sent two hearts back.")), "people"),
    Talk((("P", "Food is hard this week. Nothing tastes."), ("C", "Warm and soft is enough. Soup from a box counts."),
          ("Y", "If it lasts a second week we look at the tablets."), ("P", "Soup from a box it is.")), "eat"),
    Talk((("T", "The plan says we look at it together every four weeks. Shall we do it next Tuesday?"), ("P", "Will everybody be there?"),
          ("T", "All of us, thirty minutes, your questions first."), ("P", "Then I write them down.")), None, ("P", "Write down my questions for the review", 5)),
    Talk((("P", "I laughed at a film yesterday. I noticed it only afterwards."), ("T", "That is the nicest message of the week."),
          ("C", "Which film?"), ("P", "The one with the bear. Do not judge me.")), "mood"),
)  # fmt: skip

#: Among the staff of the team.
AMONG_STAFF = (
    Talk((("T", "She used the plan for hard evenings twice this week. I would like to keep the dose as it is."), ("Y", "Agreed. Pressure and sleep are in limits."),
          ("C", "Walks are at four a week, from one.")), "mood"),
    Talk((("S", "Insurance wants the two earlier trials with dates for the authorisation."), ("Y", "Both are in the history. I will write the summary today."),
          ("S", "I send it tomorrow morning then.")), None, ("Y", "Write the summary of earlier trials", 2)),
    Talk((("Y", "I would move the evening dose an hour earlier. Any objection?"), ("T", "None. Mornings are the problem, not nights."),
          ("Y", "Changed from tomorrow. I tell the patient.")), "sleep", ("Y", "Review the earlier evening dose", 7)),
    Talk((("C", "He turned back on the way twice. I want to go with him once before we raise the goal."), ("T", "Good. Let us not raise it this month."),
          ("C", "Then it stays at twenty minutes.")), "walk"),
    Talk((("S", "The ride home for Thursday fell through. I am looking for another."), ("T", "The neighbour from last time?"),
          ("S", "Yes, she can. Booked.")), "sessions"),
    Talk((("T", "The hearing on the 12th worries me. Can one of us be reachable that afternoon?"), ("S", "I am in the office until six."),
          ("Y", "I can be called after four."), ("T", "Thank you. I put it on the plan.")), None, ("T", "Put the hearing on the plan", 1)),
    Talk((("C", "Appetite is down a second week."), ("Y", "Then I look at the timing of the tablets on Monday."), ("C", "I ask for weight on Friday.")), "eat",
         ("C", "Ask for the weight on Friday", 4)),
    Talk((("Y", "Score went from 17 to 11 in five weeks. That is a response, not yet remission."), ("T", "It fits what I see. Evenings are still low."),
          ("Y", "We keep the course.")), "mood"),
    Talk((("S", "The employer answered: two half days are fine from the first of the month."), ("T", "That is earlier than planned. I talk about it on Tuesday."),
          ("C", "The walk to work is 25 minutes, by the way.")), "work"),
    Talk((("T", "Can somebody else take the Wednesday ride? I am at a training."), ("C", "I take it."), ("T", "Thank you.")), "calm"),
    Talk((("Y", "Blood pressure was 148 over 92 before the last session; we waited twenty minutes and it was 131 over 84."),
          ("S", "He had run for the bus."), ("Y", "Then please book the earlier bus.")), "sessions", ("S", "Book the earlier bus", 2)),
    Talk((("C", "The neighbour is becoming a friend. I did not plan that, but I take the credit."), ("T", "Granted.")), "people"),
)  # fmt: skip

#: What a patient wrote last and nobody has answered yet: (hours ago, words).
WAITING = (
    (3.0, "Is it fine to take the walk in the evening instead?"),
    (0.7, "May I drink coffee on the morning of the session?"),
    (20.0, "I could not sleep again. Should I still come on Thursday?"),
    (6.5, "The letter came back. The address was wrong, sorry."),
)
