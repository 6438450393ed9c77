"""Which sentences can be put together from parts? People who do things, things done with people, and places where they happen."""

import random

_VERBS = ["said", "began", "had", "wants", "has", "is", "was", "went", "came", "lives", "works", "took", "gave", "called", "wrote", "asked", "needs", "likes", "hates", "thinks", "knows", "told", "left", "bought", "sold", "found", "lost", "won", "met", "saw", "heard", "made", "spent", "moved", "joined", "became", "returned", "arrived", "stayed", "decided", "refused", "agreed", "promised", "tried", "forgot", "remembers", "paid", "ordered", "booked", "cancelled", "signed", "sent", "received", "opened", "closed", "started", "finished", "plays", "runs", "teaches", "studied", "married", "died", "retired", "explained", "added", "laughed", "smiled", "nodded", "replied", "answered", "insisted", "complained", "apologised", "resigned"]
_RESTS = [
    "to the office",
    "a new car",
    "the book last year",
    "about the money",
    "that it was late",
    "a year abroad",
    "his keys",
    "her old phone",
    "on Monday",
    "with us",
    "for a long time",
    "the meeting",
    "to help",
    "no answer",
    "in the end",
    "the truth",
    "three times",
    "again",
    "a letter to {F}",
    "{F} the address",
    "{F} a present",
    "it to {F}",
    "in {C}",
    "from {K}",
    "to {C} with {F}",
    "at {O}",
    "the report for {O}",
    "and {F} did not",
    "because of the rain",
    "home early",
    "",
]
_PREPOSITIONS = [
    "with",
    "to",
    "from",
    "about",
    "for",
    "by",
    "and",
    "or",
    "of",
    "without",
    "like",
    "than",
    "behind",
    "after",
    "before",
    "against",
]
_BEGINNINGS = [
    "I went",
    "We had lunch",
    "She is talking",
    "This is a gift",
    "They argued",
    "a letter",
    "the idea came",
    "I heard it",
    "a book",
    "the house",
    "the car",
    "money",
    "songs",
    "a message",
    "greetings",
    "thanks",
]
_SUBJECTS = [
    "{F}",
    "{L}",
    "{FL}",
    "{P}",
    "{F} and {F}",
    "{L} and {L}",
    "{F}, {F} and {F}",
    "{L}, {L} and {L}",
    "Mr. {L}",
    "Mrs. {L}",
    "Ms {L}",
    "Dr. {FL}",
    "my friend {F}",
    "my colleague {FL}",
    "her brother {F}",
    "the painter {P}",
    "the actress {P}",
    "our guide {F}",
]
_QUESTIONS = [
    "Did",
    "Does",
    "Is",
    "Was",
    "Has",
    "Can",
    "Will",
    "Could",
    "When did",
    "Why did",
    "Where did",
    "How does",
    "What did",
    "Should",
]
_WHERE = ["in", "from", "to", "near", "around", "outside", "through", "across", "towards", "at"]
_HAPPENINGS = [
    "It rained",
    "We live",
    "She grew up",
    "He came back",
    "The train",
    "a hotel",
    "a flight",
    "the road",
    "the people",
    "He was seen",
    "a village",
    "the war",
    "elections",
    "our branch",
    "a conference",
    "a house",
    "snow",
    "the best cafés",
]
_PLACES = ["{C}", "{C}", "{C}", "{K}", "{S}", "{C} and {C}", "{C}, {K}", "northern {K}", "downtown {C}"]
_THINGS = [
    "house",
    "car",
    "new job",
    "idea",
    "phone",
    "mother",
    "team",
    "wife",
    "account",
    "contract",
    "first book",
    "father",
    "dog",
    "answer",
]
_STATES = ["is nice", "was sold", "is missing", "costs too much", "has changed", "did not help"]
_ASIDES = [
    "But ",
    "And ",
    "Then ",
    "So ",
    "Yesterday ",
    "Today ",
    "Later ",
    "Once ",
    "I think ",
    "He says ",
    "apparently ",
    "They say that ",
    "When ",
    "If ",
]
_NATIONALS = ["minister", "team", "singer", "army", "teacher", "police", "writer", "people", "embassy"]


def sentence(chance: random.Random) -> str:
    """A sentence with slots."""
    pick, form = chance.choice, chance.random()
    done = f"{pick(_VERBS)} {pick(_RESTS)}".rstrip()
    if form < 0.42:
        told = f"{pick(_SUBJECTS)} {done}{pick(['.', '.', '.', '', '!', ', I think.', ', right?'])}"
        return pick(_ASIDES) + told if chance.random() < 0.2 else told
    if form < 0.62:
        ending = pick([".", ".", "", ", too.", " yesterday.", " last week.", ", of course."])
        return f"{pick(_BEGINNINGS)} {pick(_PREPOSITIONS)} {pick(_SUBJECTS)}{ending}"
    if form < 0.72:
        return f"{pick(_QUESTIONS)} {pick(_SUBJECTS)} {done}?"
    if form < 0.78:
        return f"{pick(_SUBJECTS)}'s {pick(_THINGS)} {pick(_STATES)}."
    if form < 0.90:
        return f"{pick(_HAPPENINGS)} {pick(_WHERE)} {pick(_PLACES)}{pick(['.', '.', '', ' last year.', ' was cold.', ' for years.'])}"
    if form < 0.96:
        return f"{{O}} {done}."
    return f"The {{N}} {pick(_NATIONALS)} {done}."
