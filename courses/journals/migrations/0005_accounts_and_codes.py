"""Templates in regulators' shapes, and four codes. Trainers may edit them; nothing makes them again.

The headings of the templates are ours; what a regulator's form asks for is what they follow.
"""

from django.db import migrations

TEMPLATES = [
    (
        "rolfe",
        "Rolfe’s framework for reflexive practice",
        "What, so what, now what, with more to go by in each.",
        [
            ("What?", "What was the matter, what part did you have in it, and what came of it?"),
            ("So what?", "What does it tell you: about you, the other person, what you relied on?"),
            ("Now what?", "What needs doing, what could come of it, and how will you know?"),
        ],
    ),
    (
        "nmc",
        "NMC reflective account",
        "The four questions of the Nursing and Midwifery Council’s form (UK, revalidation).",
        [
            (
                "What was the nature of the CPD activity, feedback, event or experience?",
                "No one may be recognisable: client, colleague or anybody else.",
            ),
            ("What did you learn from it?", "From the learning, the feedback or the event."),
            ("How did you change or improve your practice as a result?", "Or how will you?"),
            (
                "How is this relevant to the Code?",
                "Prioritise people; practise effectively; preserve safety; promote professionalism "
                "and trust.",
            ),
        ],
    ),
    (
        "swe",
        "Social Work England CPD piece",
        "What Social Work England asks for with each piece of CPD (England, renewal).",
        [
            ("What you did", "A short description, and why it is relevant to your work."),
            ("What you learnt", "What do you know or see now that you did not?"),
            (
                "The impact on your practice",
                "And on the people whom you work with. Nobody may be recognisable.",
            ),
            ("What you learnt with a peer", "For one piece a year: from talking it over."),
        ],
    ),
    (
        "hcpc",
        "HCPC profile: a statement",
        "For the profile that the Health and Care Professions Council may ask for (UK, audit).",
        [
            ("Your practice", "A summary of your work, without anyone in it recognisable."),
            ("A mixture of learning", "Standard 2: relevant to current or future practice."),
            ("The quality of your practice", "Standard 3: how the learning added to it."),
            ("Those who use your service", "Standard 4: how they benefit from it."),
        ],
    ),
]

CODES = [
    (
        "nmc",
        "NMC Code",
        "Nursing and Midwifery Council (UK): the four themes of the Code",
        [
            "Prioritise people",
            "Practise effectively",
            "Preserve safety",
            "Promote professionalism and trust",
        ],
    ),
    (
        "swe",
        "Social Work England",
        "Social Work England: professional standards",
        [
            "1 Promote the rights, strengths and wellbeing of people, families and communities",
            "2 Establish and maintain the trust and confidence of people",
            "3 Be accountable for the quality of my practice and the decisions I make",
            "4 Maintain my continuing professional development",
            "5 Act safely, respectfully and with professional integrity",
            "6 Promote ethical practice and report concerns",
        ],
    ),
    (
        "hcpc",
        "HCPC",
        "Health and Care Professions Council (UK): standards of conduct, performance and ethics",
        [
            "1 Promote and protect the interests of service users and carers",
            "2 Communicate appropriately and effectively",
            "3 Work within the limits of your knowledge and skills",
            "4 Delegate appropriately",
            "5 Respect confidentiality",
            "6 Manage risk",
            "7 Report concerns about safety",
            "8 Be open when things go wrong",
            "9 Be honest and trustworthy",
            "10 Keep records of your work",
        ],
    ),
    (
        "nasw",
        "NASW Code of Ethics",
        "National Association of Social Workers (US): core values",
        [
            "Service",
            "Social justice",
            "Dignity and worth of the person",
            "Importance of human relationships",
            "Integrity",
            "Competence",
        ],
    ),
]


def make(apps, schema_editor):
    template_model = apps.get_model("journals", "JournalTemplate")
    section_model = apps.get_model("journals", "JournalTemplateSection")
    for key, name, description, sections in TEMPLATES:
        template, made = template_model.objects.get_or_create(
            key=key, defaults={"name": name, "description": description}
        )
        for number, (heading, hint) in enumerate(sections if made else []):
            section_model.objects.create(
                template=template, sort_order=number, heading=heading, hint=hint
            )
    code_model = apps.get_model("journals", "Code")
    standard_model = apps.get_model("journals", "CodeStandard")
    for key, name, source, standards in CODES:
        code, made = code_model.objects.get_or_create(
            key=key, defaults={"name": name, "source": source}
        )
        for number, text in enumerate(standards if made else []):
            standard_model.objects.create(code=code, sort_order=number, text=text)


class Migration(migrations.Migration):
    dependencies = [("journals", "0004_free_entries")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
