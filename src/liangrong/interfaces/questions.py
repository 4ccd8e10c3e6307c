"""Every verb as a method, made when it is first named; ``questions.pyi`` says the same to editors and type checkers."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from liangrong.core.results import Result
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.verb import Verb

__all__ = ["Questions", "method_name", "signature_of", "told"]


class Questions:
    """Methods by the names of the verbs, underscores for hyphens; whoever derives from it says in ``ask`` who answers."""

    def ask(self, name: str, /, **given: Any) -> Result:
        """The answer to one verb."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Callable[..., Result]:
        """The method that asks the verb called ``name``."""
        verb = next((verb for verb in VERBS.values() if method_name(verb) == name), None)
        if verb is None:
            raise AttributeError(f"{type(self).__name__} has no verb '{name}'; dir() lists them all")
        method = _method(self, verb)
        self.__dict__[name] = method
        return method

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *map(method_name, VERBS.values())})


def method_name(verb: Verb) -> str:
    """What a verb is called in Python."""
    return verb.name.replace("-", "_")


def signature_of(verb: Verb) -> inspect.Signature:
    """What can be given: the account and what must be given by place or by name, the rest by name.

    Examples
    --------
    >>> from liangrong.services.verbs.catalogue import verb
    >>> list(signature_of(verb("cure")).parameters)
    ['account', 'as_of', 'pack', 'target']
    """
    from liangrong.services.verbs.parameters import parameters, takes_account

    anywhere, by_name = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    found = [inspect.Parameter("account", anywhere, annotation=Any)] if takes_account(verb) else []
    named = sorted(parameters(verb), key=lambda each: not each.is_required)
    found += [
        inspect.Parameter(each.name, anywhere if each.is_required else by_name, default=each.default, annotation=each.annotation)
        for each in named
    ]
    return inspect.Signature(found, return_annotation=Result)


def told(verb: Verb) -> str:
    """The docstring of a method: what is asked, and what each value means."""
    from liangrong.services.verbs.parameters import parameters, takes_account

    lines = [f"{verb.title.en}: {verb.title.zh}."]
    account = (
        ["account", "    A file (path), its text, or its structure: a mapping or a list of them."] if takes_account(verb) else []
    )
    rest = [line for each in parameters(verb) for line in (each.name, f"    {each.meaning}")]
    if account or rest:
        lines += ["", "Parameters", "----------", *account, *rest]
    return "\n".join(lines)


def _method(asked: Questions, verb: Verb) -> Callable[..., Result]:
    """A function that binds its arguments as the signature says, and asks."""
    signature = signature_of(verb)

    def method(*values: Any, **named: Any) -> Result:
        return asked.ask(verb.name, **signature.bind(*values, **named).arguments)

    method.__name__ = method_name(verb)
    method.__qualname__ = f"{type(asked).__name__}.{method.__name__}"
    method.__doc__ = told(verb)
    method.__signature__ = signature  # type: ignore[attr-defined]
    return method
