"""What a check is asked: which data, which shapes, and how."""

from dataclasses import dataclass
from pathlib import Path

from volgraph.domain.notices import LEVELS, WARNING
from volgraph.domain.validation import INFO, SEVERITIES
from volgraph.errors import InputError, UnknownNameError
from volgraph.io.engines.choice import AUTO
from volgraph.io.inference import NONE, REGIMES
from volgraph.io.inputs import FORMATS, STDIN, Name
from volgraph.services.gathering import IMPORT_LOCAL, IMPORTS

ALL = "all"
"""In the place of an engine's name: every installed one, which all have to find the same."""

NO_LINT = "none"
LINTS = (*LEVELS, NO_LINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What to check, and how.

    Args:
        data: files, folders (every RDF file below), globs, `-` for standard input, `store:` and the folder of an
            Oxigraph store, URLs of SPARQL endpoints; or RDF itself, as bytes. All of it is one graph.
        shapes: the same, of shapes.
        data_format: of what comes by standard input or as bytes among the data: ttl, trig, nt, nq, jsonld, rdf.
        shapes_format: the same, among the shapes.
        imports: whether `owl:imports` is followed: none, local (named files and files of this machine), fetch.
        inference: what is added to the data before they are checked: none, rdfs, owlrl.
        focus: IRIs of the only focus nodes whose results are wanted; none for all.
        shape: IRIs of the only shapes whose results are wanted, each with the shapes that it holds; none for all.
        severity: the least severity of results that are wanted.
        max_results: how many results are wanted; None for all.
        engine: name of a SHACL engine; auto for the fastest trusted one; all to compare every installed one, with a
            notice of level error for each result on which they differ.
        time_limit_s: how long inference and the engine may take each, in seconds; None for as long as they need.
        memory_limit_mb: how much memory the engine may take, in MB; None for any.
        lint: the least level of what is wrong with the shapes themselves that becomes a notice: error, warning, note;
            or none.
        baseline: a file of results that are known; those that it has are unchanged.
        write_baseline: the file of a baseline that is written: then everything that is found is known.
        since: a git revision; only what changed since then can have results.
    """

    data: tuple[Name, ...]
    shapes: tuple[Name, ...]
    data_format: str | None = None
    shapes_format: str | None = None
    imports: str = IMPORT_LOCAL
    inference: str = NONE
    focus: tuple[str, ...] = ()
    shape: tuple[str, ...] = ()
    severity: str = INFO
    max_results: int | None = None
    engine: str = AUTO
    time_limit_s: float | None = None
    memory_limit_mb: int | None = None
    lint: str = WARNING
    baseline: Path | None = None
    write_baseline: Path | None = None
    since: str | None = None

    def __post_init__(self) -> None:
        choices = [
            ("imports", self.imports, IMPORTS),
            ("inference", self.inference, REGIMES),
            ("severity", self.severity, SEVERITIES),
            ("lint", self.lint, LINTS),
            *(("format", form, FORMATS) for form in (self.data_format, self.shapes_format) if form is not None),
        ]
        for name, value, allowed in choices:
            if value not in allowed:
                raise UnknownNameError(name, value, allowed)
        if not self.data:
            raise InputError("there are no data to check: name a file, a folder, a store or an endpoint")
        if not self.shapes:
            raise InputError("there are no shapes to check the data against: name a file or a folder")
        if [*self.data, *self.shapes].count(STDIN) > 1:
            raise InputError("standard input can be read once: name - for the data or for the shapes, and only once")
        if self.max_results is not None and self.max_results < 1:
            raise InputError(f"{self.max_results} results cannot be asked for: ask for 1 or more")
        if self.since is not None and self.inference != NONE:
            raise InputError("--since cannot tell what a change lets infer: leave out --since or --inference")
        if self.baseline and self.write_baseline:
            raise InputError("--baseline compares and --write-baseline writes: name one of them")
        if self.write_baseline and not self.complete:
            raise InputError("a baseline holds all results: leave out --since, --focus and --shape to write one")

    @property
    def complete(self) -> bool:
        """Whether all results are wanted, but for their severity and number."""
        return self.since is None and not self.focus and not self.shape
