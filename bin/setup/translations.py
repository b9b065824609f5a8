"""Compiles the .po files; gettext itself need not be installed."""

from pathlib import Path

from bin.setup import packages
from bin.setup.steps import ROOT, Steps, fingerprint


def compile_all(steps: Steps) -> None:
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po")):
        _compile(steps, source)


def _compile(steps: Steps, source: Path) -> None:
    language = source.parent.parent.name
    target = source.with_suffix(".mo")
    command: list[str | Path] = [packages.VENV / "bin" / "pybabel", "compile"]
    steps.take(
        f"Compiling the translation {language}",
        made_from=fingerprint([source]),
        result=target,
        run=lambda: (
            steps.call(
                [*command, "-l", language, "-i", source, "-o", target],
                otherwise=lambda _output: f"{source} could not be compiled.",
            )
            and None
        ),
    )
