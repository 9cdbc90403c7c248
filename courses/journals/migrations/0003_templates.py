"""The four templates that come with Candour. Trainers may edit them; nothing makes them again."""

from django.db import migrations

TEMPLATES = [
    (
        "what",
        "What? So what? Now what?",
        "Short and plain: three questions, for most prompts.",
        [
            ("What?", "What happened, in the order in which it happened?"),
            ("So what?", "What does it mean, for the other person and for you?"),
            ("Now what?", "What will you do, or do differently, next time?"),
        ],
    ),
    (
        "gibbs",
        "Gibbs’ reflective cycle",
        "Six steps, for one event that stayed with you.",
        [
            ("What happened", "Only what could be seen and heard."),
            ("What you felt and thought", "At the time, and afterwards."),
            ("What went well, and what did not", "Name both, even where one is small."),
            ("What sense you make of it", "Why did it go as it did?"),
            ("What else you could have done", "At least one other way."),
            ("What you will do next time", "One thing that somebody could see you do."),
        ],
    ),
    (
        "account",
        "Reflective account",
        "The shape in which many regulators ask for a reflection at renewal.",
        [
            ("What you did, or what happened", "The learning, the feedback or the event."),
            ("What you learnt from it", "What do you know or see now that you did not?"),
            ("What you changed, or will change", "In your own practice, in words of your own."),
            ("How it relates to your code", "Which part of your profession’s code does it touch?"),
        ],
    ),
    ("free", "A free page", "One page without headings.", [("", "")]),
]


def make(apps, schema_editor):
    template_model = apps.get_model("journals", "JournalTemplate")
    section_model = apps.get_model("journals", "JournalTemplateSection")
    for key, name, description, sections in TEMPLATES:
        template, _made = template_model.objects.get_or_create(
            key=key, defaults={"name": name, "description": description}
        )
        for number, (heading, hint) in enumerate(sections):
            section_model.objects.get_or_create(
                template=template, sort_order=number, defaults={"heading": heading, "hint": hint}
            )


class Migration(migrations.Migration):
    dependencies = [("journals", "0002_protect_evidence")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
