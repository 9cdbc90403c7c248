"""Facts of a certificate, as rendering takes them."""

from typing import Any


def facts(**changes: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "language": "en-gb",
        "number": "CND-2026-000123",
        "code": "K7QF2M9XT3WAH8RN5VZC0PDE6YJB",
        "verify_address": "https://learn.example.org/verify/K7QF2M9XT3WAH8RN5VZC0PDE6YJB/",
        "replaces": "",
        "name": "Siân Ŵyn-Okonkwo",
        "course": {"uuid": "", "title": "Ethical codes at work", "edition": 3},
        "started": {"on": "2026-11-01", "printed": "1 November 2026", "at": ""},
        "completed": {"on": "2026-11-20", "printed": "20 November 2026", "at": ""},
        "time_zone": "Europe/London",
        "credits": [
            {
                "amount": "2.00",
                "unit": "contact hours",
                "category": "Ethics",
                "delivery": "self-paced online",
            },
            {
                "amount": "1.50",
                "unit": "contact hours",
                "category": "Practice",
                "delivery": "self-paced online",
            },
        ],
        "presenters": [{"name": "Ada Example", "credentials": "MSW, LCSW", "role": "Author"}],
        "objectives": ["Say what a boundary protects", "Tell a crossing from a violation"],
        "provider": {
            "organisation": "Harbour Care",
            "address": "12 Quay Street, Bristol",
            "signatory_name": "Eleanor Whitcombe",
            "signatory_role": "Director of Learning",
        },
        "accreditation": [],
        "not_accredited": "Certificate of completion, not accredited.",
        **changes,
    }
