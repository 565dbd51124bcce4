"""Jinja's rendering with less ado: what it shows becomes text at once, and macros are called so.

The pages are the same. Jinja makes markup of every single thing that it shows,
only to join it to a page, and asks of every macro what only functions can say.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import _PassArg
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]


def quicken(env: Environment) -> None:
    """Have ``env`` compile and render so."""
    env.shown = shown  # type: ignore[attr-defined]
    env.code_generator_class, env.context_class = Generator, PageContext


class Generator(CodeGenerator):
    """Compiles what an expression shows to a call of the environment's `shown`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        context = frame.eval_ctx
        if context.volatile or not context.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


def shown(value: Any) -> str:
    """`escape`, without making markup of a text that is joined to others at once."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return escape_text(value)
    return escape(value)


class PageContext(Context):
    """What a page can see; calls macros and functions as Jinja's does, which asks more."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        """As the one of Jinja that it is."""
        aside = named.pop("_loop_vars", None), named.pop("_block_vars", None)
        kind = type(called)
        if kind is Macro:
            if named or len(args) != len(called.arguments) or _is_special(called):
                return called(self.eval_ctx, *args, **named)
            text = called._func(*args)  # noqa: SLF001 (as it calls itself)
            return str.__new__(Markup, text) if self.eval_ctx.autoescape else text
        if kind is FunctionType:
            wanted = getattr(called, "jinja_pass_arg", None)
            if wanted is None:
                return called(*args, **named)
            if wanted is _PassArg.context and not any(aside):
                return called(self, *args, **named)
        return super().call(called, *args, **named, _loop_vars=aside[0], _block_vars=aside[1])


def _is_special(macro: Macro) -> bool:
    return macro.caller or macro.catch_kwargs or macro.catch_varargs
