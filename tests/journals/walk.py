"""Every address of the site, with the arguments that a story offers: to look for leaks."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from django.urls import URLResolver, get_resolver

MOST = 9  # addresses tried for one pattern


def addresses(values: Mapping[str, Sequence], fallback: Mapping[str, Sequence]) -> Iterator[str]:
    """Yield every address that can be formed.

    `values` gives arguments by name, `fallback` by the kind of converter (`int`, `uuid`, `str`).
    """
    yield from dict.fromkeys(_below(get_resolver(), "/", values, fallback))


def _below(resolver: URLResolver, prefix: str, values, fallback) -> Iterator[str]:
    for name in list(resolver.reverse_dict):
        for possibilities, _pattern, _defaults, converters in resolver.reverse_dict.getlist(name):
            for template, params in possibilities:
                offers = [_offer(param, converters, values, fallback) for param in params]
                for chosen in itertools.islice(itertools.product(*offers), MOST):
                    yield prefix + template % dict(zip(params, chosen, strict=True))
    for inner_prefix, inner in resolver.namespace_dict.values():
        yield from _below(inner, prefix + inner_prefix, values, fallback)


def _offer(param: str, converters, values, fallback) -> Sequence:
    if param in values:
        return values[param]
    kind = type(converters[param]).__name__ if param in converters else "StringConverter"
    return fallback.get(kind.removesuffix("Converter").lower(), ["1"])
