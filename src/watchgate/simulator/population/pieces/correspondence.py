"""How do people show up in mail and chats that somebody pastes? Threads, signatures, exported chats."""

from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.pen import Pen
from watchgate.simulator.population.pieces.prose import write_prose


def thread(pen: Pen) -> None:
    """Mails, the newest first, the older ones quoted."""
    subject = pen.title()
    for depth in range(pen.number(1, 4)):
        margin = "> " * depth
        sender, receiver = pen.person(), pen.person()
        pen.add(f"{margin}From: ")
        pen.name(sender)
        pen.add(" <")
        pen.email(sender)
        pen.add(f">\n{margin}To: ")
        pen.email(receiver)
        pen.add(
            f"\n{margin}Subject: {'Re: ' if depth == 0 else ''}{subject}\n{margin}\n{margin}{pen.question()}\n{margin}\n{margin}"
        )
        pen.add(f"{pen.statement()}\n{margin}\n{margin}")
        pen.name(sender)
        pen.add("\n\n")


def signature(pen: Pen) -> None:
    """A few sentences and a block at the end that says who wrote them."""
    write_prose(pen, pen.number(100, 600))
    person = pen.person()
    pen.add("\n\n-- \n")
    pen.name(person)
    pen.add(f"\n{pen.company()}\n{pick(pen.luck, pen.lexicon.cities)}\nTel. ")
    pen.phone(person)
    pen.add("\n")
    pen.email(person)
    pen.add("\n")


def chat(pen: Pen) -> None:
    """An exported chat of two."""
    two = (pen.person(), pen.person())
    for line in range(pen.number(3, 9)):
        pen.add(f"[{9 + line // 6:02}:{(line * 7) % 60:02}] ")
        pen.name(two[line % 2])
        pen.add(f": {pen.statement() if line % 3 else pen.question()}\n")
    pen.add("[11:59] ")
    pen.name(two[0])
    pen.add(": ")
    pen.email(two[0])
    pen.add(" 👍\n")
